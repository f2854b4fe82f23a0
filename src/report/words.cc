#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "legal/countries.h"
#include "report/tables.h"

namespace writ::report {

namespace {

using page::Key;
using page::Locale;
using std::chrono::year_month_day;

/// English takes the article before these.
bool takes_article(std::string_view name) {
  constexpr std::array starts = {"United ",         "British ",           "U.S. ",          "French Southern",
                                 "Central African", "Dominican Republic", "European Union", "Vatican City"};
  constexpr std::array names = {"Netherlands", "Philippines", "Bahamas", "Gambia", "Comoros", "Maldives"};
  return name.ends_with(" Islands") || std::ranges::find(names, name) != names.end() ||
         std::ranges::any_of(starts, [&](const char* start) { return name.starts_with(start); });
}

bool one_year(const base::Period& period) {
  const year_month_day first{period.first};
  const year_month_day last{period.last};
  return first.year() == last.year() && whole_months(period) == 12;
}

std::string year_of(const year_month_day& day) { return std::to_string(int{day.year()}); }

bool names_a_range(const base::Period& period) { return whole_months(period) != 1 && !one_year(period); }

/// Which part of locales/ names the codes of a vocabulary.
std::string_view part_of(std::span<const legal::Word> words) {
  const std::pair<std::span<const legal::Word>, std::string_view> parts[] = {
      {legal::instruments(), "instrument"}, {legal::offences(), "offence"},    {legal::categories(), "category"},
      {legal::grounds(), "ground"},         {legal::outcomes(), "outcome"},    {legal::holdings(), "holding"},
      {decided_outcomes(), "decided"},      {notice_states(), "notice_state"}, {emergency_states(), "emergency_state"}};
  for (const auto& [vocabulary, part] : parts)
    if (vocabulary.data() == words.data()) return part;
  return "";
}

}  // namespace

std::string day_in_words(base::Day day, const Locale& in) { return in.day(day); }

std::string time_in_words(base::Time time, const Locale& in) { return in.time(time); }

int whole_months(const base::Period& period) {
  const year_month_day first{period.first};
  const year_month_day after{period.last + std::chrono::days(1)};
  if (unsigned{first.day()} != 1 || unsigned{after.day()} != 1) return 0;
  return (int{after.year()} - int{first.year()}) * 12 + static_cast<int>(unsigned{after.month()}) -
         static_cast<int>(unsigned{first.month()});
}

std::string period_in_words(const base::Period& period, const Locale& in) {
  const year_month_day first{period.first};
  const year_month_day last{period.last};
  const std::string from = in.month(unsigned{first.month()});
  const std::string to = in.month(unsigned{last.month()});
  if (whole_months(period) == 0)
    return in.text("period.days", {{"first", in.day(period.first)}, {"last", in.day(period.last)}});
  if (one_year(period)) return in.text("period.year", {{"year", year_of(last)}});
  if (whole_months(period) == 1) return in.text("period.month", {{"month", to}, {"year", year_of(last)}});
  if (first.year() == last.year())
    return in.text("period.months", {{"from", from}, {"to", to}, {"year", year_of(last)}});
  return in.text("period.months_years",
                 {{"from", from}, {"year_from", year_of(first)}, {"to", to}, {"year_to", year_of(last)}});
}

std::string during(const base::Period& period, const Locale& in) {
  const page::Args args = {{"period", period_in_words(period, in)}};
  return names_a_range(period) ? in.text("during.range", args) : in.text("during.one", args);
}

std::string length_in_words(const base::Period& period, const Locale& in) {
  const int months = whole_months(period);
  return months == 0 || months > 12 ? in.text("length.days", {{"n", period.days()}})
                                    : in.text("length.months", {{"n", months}});
}

std::string country_name(std::string_view alpha2, const Locale& in) {
  return alpha2 == country_not_shown ? in.text("country.not_shown") : in.country(alpha2);
}

std::string country_in_sentence(std::string_view alpha2, const Locale& in) {
  if (alpha2 == country_not_shown) return in.text("country.not_shown_in_sentence");
  const std::string name = country_name(alpha2, in);
  return in.language() == page::Language::en && takes_article(name) ? "the " + name : name;
}

std::string country_slug(std::string_view alpha2) {
  const legal::Country* country = legal::find_country(alpha2);
  if (country == nullptr) return "";
  std::string slug(country->alpha3);
  std::ranges::transform(slug, slug.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  return slug;
}

std::string label_of(std::span<const legal::Word> words, std::string_view code, const Locale& in) {
  if (code == country_not_shown) return in.text("word.not_shown");
  if (code == "pending") return in.text("word.pending");  // a state, not an outcome of the vocabulary
  const legal::Word* word = legal::find_word(words, code);
  if (word == nullptr) return std::string(code);
  const auto key = Key::find(fmt::format("word.{}.{}", part_of(words), code));
  return key ? in.text(*key) : std::string(word->label);
}

std::span<const legal::Word> decided_outcomes() {
  static constexpr legal::Word words[] = {
      {"full", "Decided: give in full", ""},        {"partial", "Decided: give in part", ""},
      {"refused", "Decided: refused", ""},          {"no_data", "Decided: nothing held", ""},
      {"withdrawn", "Ended: withdrawn", ""},        {"duplicate", "Ended: duplicate", ""},
      {"not_authentic", "Ended: not authentic", ""}};
  return words;
}

std::span<const legal::Word> notice_states() {
  static constexpr legal::Word words[] = {
      {"given", "Given to the user", ""}, {"delayed", "Delayed", ""}, {"barred", "Barred", ""}};
  return words;
}

std::span<const legal::Word> emergency_states() {
  static constexpr legal::Word words[] = {{"1", "Declared an emergency", ""}, {"0", "No emergency declared", ""}};
  return words;
}

std::string joined(const std::vector<std::string>& parts, const Locale& in) { return in.list(parts); }

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
    out += parts[i];
  }
  return out;
}

std::string categories_in_words(const std::vector<std::string>& codes, const Locale& in, bool and_or) {
  std::vector<std::string> labels;
  for (const std::string& code : codes) {
    std::string label = label_of(legal::categories(), code, in);
    // Inside an English sentence only names keep their capital: "IP address and phone number".
    if (in.language() == page::Language::en && label.size() > 1 && label[1] >= 'a' && label[1] <= 'z')
      label[0] = static_cast<char>(label[0] - 'A' + 'a');
    labels.push_back(std::move(label));
  }
  if (!and_or || labels.size() < 2) return in.list(labels);
  const std::string last = labels.back();
  labels.pop_back();
  std::string before = labels[0];
  for (std::size_t i = 1; i < labels.size(); ++i)
    before = in.text("list.more", {{"before", before}, {"next", labels[i]}});
  return in.text("list.and_or", {{"before", before}, {"next", last}});
}

std::string band_category(const std::string& code, const Locale& in) {
  const auto key = Key::find("band." + code);
  return key ? in.text(*key) : code;
}

std::string restated_field(int position, const Locale& in) {
  return in.text(position == 10   ? Key("column.instrument")
                 : position == 11 ? Key("column.offence")
                                  : Key("column.data_sought"));
}

std::string finding(std::string_view alpha2, const std::vector<Measured>& periods, const Locale& in) {
  if (periods.empty()) return in.text("finding.none");
  const bool all = alpha2 == "all";
  const std::string place = all ? "" : country_in_sentence(alpha2, in);
  const Measured& now = periods.back();
  if (periods.size() == 1) {
    const page::Args args = {{"n", now.fulfilled}, {"period", period_in_words(now.period, in)}, {"place", place}};
    return all ? in.text("finding.one_all", args) : in.text("finding.one", args);
  }
  const Measured& before = periods[periods.size() - 2];
  const int months_before = whole_months(before.period);
  const int months = whole_months(now.period);
  const bool lengths = months_before != months && months_before > 1 && months_before <= 12 && months > 0 && months < 12;
  const page::Args args = {
      {"place", place},
      {"before", before.fulfilled},
      {"span_before", lengths ? length_in_words(before.period, in) : period_in_words(before.period, in)},
      {"now", now.fulfilled},
      {"span", lengths ? in.text("length.count", {{"n", months}}) : period_in_words(now.period, in)}};
  return all ? in.text("finding.two_all", args) : in.text("finding.two", args);
}

std::string change_in_words(std::uint64_t before, std::uint64_t now, const base::Period& before_period,
                            const Locale& in) {
  const page::Args args = {{"n", before}, {"length", length_in_words(before_period, in)}};
  return before == now  ? in.text("change.same", args)
         : now > before ? in.text("change.up", args)
                        : in.text("change.down", args);
}

std::string per_thirty_days(std::uint64_t count, const base::Period& period, const Locale& in) {
  return in.decimal(static_cast<double>(count) * 30.0 / period.days());
}

std::string half_in_words(std::uint64_t doubled, const Locale& in) {
  if (doubled % 2 == 0) return in.number(doubled / 2);
  return in.decimal(static_cast<double>(doubled) / 2);
}

}  // namespace writ::report
