#include "desk/words.h"

#include <cstdlib>

#include "page/parts.h"

namespace writ::desk {

using namespace page;
using casework::State;

namespace {

/// A text whose last part is a code; the code itself if there is no such text.
std::string coded(const Locale& t, const std::string& prefix, std::string_view code) {
  const auto key = Key::find(prefix + std::string(code));
  return key ? t.text(*key) : std::string(code);
}

std::string span_words(const Locale& t, std::chrono::seconds span) {
  const auto minutes = span.count() / 60;
  if (minutes < 120) return t.text("desk.span.minutes", {{"n", minutes}});
  if (minutes < 48 * 60) return t.text("desk.span.hours", {{"n", minutes / 60}});
  return t.text("desk.span.days", {{"n", minutes / (24 * 60)}});
}

}  // namespace

std::string day_words(const Locale& t, base::Day day) {
  const std::chrono::year_month_day date(day);
  return t.text("desk.day", {{"day", static_cast<unsigned>(date.day())},
                             {"month", t.month_short(static_cast<unsigned>(date.month()))},
                             {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::string time_words(const Locale& t, base::Time time) {
  const std::string iso = base::format_time(time);  // 2026-12-03T14:00:00Z
  return t.text("desk.time", {{"day", day_words(t, base::day_of(time))}, {"time", iso.substr(11, 5)}});
}

std::string relative(const Locale& t, base::Time time, base::Time now) {
  const auto span = time - now;
  const std::chrono::seconds size(std::abs(span.count()));
  if (size < std::chrono::minutes(1)) return t.text("desk.now");
  return t.text(span.count() > 0 ? Key("desk.in_span") : Key("desk.ago"), {{"span", span_words(t, size)}});
}

Html moment(const Locale& t, base::Time time) {
  return time_element(attr("datetime", base::format_time(time)), cls("w-time"), time_words(t, time));
}

Html due(const Locale& t, base::Time time, base::Time now) {
  const Html when_due = moment(t, time);
  if (time >= now) return span(cls("w-due"), when_due, t.text("desk.comma") + relative(t, time, now));
  return span(cls("w-due w-due--over"), strong(t.text("desk.overdue_by", {{"span", span_words(t, now - time)}})), t.text("desk.comma"),
              when_due);
}

std::vector<Option> options_of(const Locale& t, std::string_view kind, std::span<const legal::Word> words) {
  std::vector<Option> options;
  for (const legal::Word& word : words)
    options.push_back({.value = std::string(word.code), .label = word_of(t, kind, word.code)});
  return options;
}

std::string word_of(const Locale& t, std::string_view kind, std::string_view code) {
  return coded(t, "word." + std::string(kind) + ".", code);
}

std::string joined(const Locale& t, const std::vector<std::string>& parts) {
  const std::string comma = t.text("desk.comma");
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : comma) + part;
  return out;
}

std::string categories(const Locale& t, const legal::CodeSet& set) {
  if (set.empty()) return t.text("desk.nothing");
  std::vector<std::string> words;
  for (const std::string& code : set) words.push_back(word_of(t, "category", code));
  return joined(t, words);
}

std::string state_words(const Locale& t, State state) {
  return coded(t, "desk.state.", casework::name_of(state));
}

std::string next_step(const Locale& t, State state) {
  const auto key = Key::find("desk.next." + std::string(casework::name_of(state)));
  return t.text(key.value_or(Key("desk.next.none")));
}

std::string kind_words(const Locale& t, legal::SelectorKind kind) {
  return coded(t, "desk.kind.", legal::name_of(kind));
}

Html says_tag(const Locale& t, std::string_view says) {
  if (says == "full") return tag(t.text("desk.says.full"), Tone::info);
  if (says == "partial") return tag(t.text("desk.says.part"), Tone::info);
  if (says == "refused") return tag(t.text("desk.says.refuse"), Tone::neutral);
  return tag(t.text("desk.says.person"), Tone::warn);
}

std::string flag_words(const Locale& t, std::string_view flag) {
  if (flag == "nonce_ours") return {};  // of the receipt: whose random number it holds
  if (const auto key = Key::find("desk.flag." + std::string(flag))) return t.text(*key);
  std::string words(flag);
  for (char& c : words)
    if (c == '_') c = ' ';
  return words;
}

std::string fact_words(const Locale& t, legal::Fact fact) {
  switch (fact) {
    case legal::Fact::yes:
      return t.text("desk.fact.yes");
    case legal::Fact::no:
      return t.text("desk.fact.no");
    case legal::Fact::unknown:
      return t.text("desk.fact.unknown");
  }
  return {};
}

std::string role_words(const Locale& t, const legal::CodeSet& roles) {
  if (roles.empty()) return t.text("door.no_role");
  std::vector<std::string> words;
  for (const std::string& role : roles) words.push_back(coded(t, "door.role.", role));
  return joined(t, words);
}

std::string ground_label(const Locale& t, std::string_view code, const std::string& own_words) {
  if (const auto key = Key::find("word.ground." + std::string(code))) return t.text(*key);
  return own_words.empty() ? std::string(code) : own_words;
}

}  // namespace writ::desk
