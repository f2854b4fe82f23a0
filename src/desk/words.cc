#include "desk/words.h"

#include <algorithm>

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "legal/countries.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;
using casework::State;

namespace {

constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string span_words(std::chrono::seconds span) {
  const auto minutes = span.count() / 60;
  if (minutes < 120) return fmt::format("{} min", minutes);
  if (minutes < 48 * 60) return fmt::format("{} h", minutes / 60);
  return fmt::format("{} days", minutes / (24 * 60));
}

}  // namespace

std::string day_words(base::Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()));
}

std::string time_words(base::Time time) {
  const std::string iso = base::format_time(time);  // 2026-12-03T14:00:00Z
  return day_words(base::day_of(time)) + ", " + iso.substr(11, 5) + " UTC";
}

std::string relative(base::Time time, base::Time now) {
  const auto span = time - now;
  const std::chrono::seconds size(std::abs(span.count()));
  if (size < std::chrono::minutes(1)) return "now";
  return span.count() > 0 ? "in " + span_words(size) : span_words(size) + " ago";
}

Html moment(base::Time time) {
  return time_element(attr("datetime", base::format_time(time)), cls("w-time"), time_words(time));
}

Html due(base::Time time, base::Time now) {
  const Html when_due = time_element(attr("datetime", base::format_time(time)), cls("w-time"), time_words(time));
  if (time >= now) return span(cls("w-due"), when_due, ", " + relative(time, now));
  return span(cls("w-due w-due--over"), strong("overdue by " + span_words(now - time)), ", ", when_due);
}

std::vector<page::Option> options_of(std::span<const legal::Word> words) {
  std::vector<page::Option> options;
  for (const legal::Word& word : words)
    options.push_back({.value = std::string(word.code), .label = std::string(word.label)});
  return options;
}

std::string label_of(std::span<const legal::Word> words, std::string_view code) {
  const legal::Word* word = legal::find_word(words, code);
  return std::string(word == nullptr ? code : word->label);
}

std::string categories(const legal::CodeSet& set) {
  if (set.empty()) return "nothing";
  std::string out;
  for (const std::string& code : set) out += (out.empty() ? "" : ", ") + label_of(legal::categories(), code);
  return out;
}

std::string country_name(std::string_view alpha2) {
  const legal::Country* country = legal::find_country(alpha2);
  return std::string(country == nullptr ? alpha2 : country->name);
}

std::string state_words(State state) {
  switch (state) {
    case State::received:
      return "Received";
    case State::verified:
      return "Verified";
    case State::clarification:
      return "Waiting for the authority";
    case State::drafted:
      return "Waiting for approval";
    case State::approved:
      return "Approved";
    case State::delivered:
      return "Delivered";
    case State::acknowledged:
      return "Acknowledged";
    case State::refused:
      return "Refused";
    case State::no_data:
      return "No data";
    case State::withdrawn:
      return "Withdrawn";
    case State::duplicate:
      return "Duplicate";
    case State::not_authentic:
      return "Not authentic";
  }
  return "";
}

std::string next_step(State state) {
  switch (state) {
    case State::received:
      return "Next: intake verifies who asks and what the document says.";
    case State::verified:
      return "Next: a decider drafts the decision.";
    case State::clarification:
      return "Next: the authority answers. The clock stands until then.";
    case State::drafted:
      return "Next: approvers read and approve, or send back.";
    case State::approved:
      return "Next: a gatherer asks the messenger, seals and delivers.";
    case State::delivered:
      return "Next: the officer acknowledges the package.";
    default:
      return "This case has ended.";
  }
}

std::string kind_words(legal::SelectorKind kind) {
  switch (kind) {
    case legal::SelectorKind::user_id:
      return "user id";
    case legal::SelectorKind::user_name:
      return "user name";
    case legal::SelectorKind::phone_number:
      return "phone number";
    case legal::SelectorKind::email:
      return "e-mail address";
    case legal::SelectorKind::ip_address:
      return "IP address";
  }
  return "";
}

Html says_tag(std::string_view says) {
  if (says == "full") return tag("full", Tone::info);
  if (says == "partial") return tag("part", Tone::info);
  if (says == "refused") return tag("refuse", Tone::neutral);
  return tag("needs a person", Tone::warn);
}

std::string flag_words(std::string_view flag) {
  if (flag == "nonce_ours") return {};  // of the receipt: whose random number it holds
  std::string words(flag);
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string fact_words(legal::Fact fact) {
  switch (fact) {
    case legal::Fact::yes:
      return "yes";
    case legal::Fact::no:
      return "no";
    case legal::Fact::unknown:
      return "cannot tell";
  }
  return "";
}

}  // namespace writ::desk
