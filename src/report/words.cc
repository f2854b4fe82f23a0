#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "legal/countries.h"
#include "page/number.h"
#include "report/tables.h"

namespace writ::report {

namespace {

using std::chrono::year_month_day;

constexpr std::array month_names = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array small_numbers = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                      "seven", "eight", "nine", "ten",   "eleven", "twelve"};

std::string month_of(const year_month_day& day) { return month_names[unsigned{day.month()} - 1]; }

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

}  // namespace

std::string day_in_words(base::Day day) {
  const year_month_day date{day};
  return fmt::format("{} {} {}", unsigned{date.day()}, month_of(date), int{date.year()});
}

std::string time_in_words(base::Time time) {
  const base::Day day = base::day_of(time);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
  return fmt::format("{}, {:02}:{:02} UTC", day_in_words(day), minutes / 60, minutes % 60);
}

int whole_months(const base::Period& period) {
  const year_month_day first{period.first};
  const year_month_day after{period.last + std::chrono::days(1)};
  if (unsigned{first.day()} != 1 || unsigned{after.day()} != 1) return 0;
  return (int{after.year()} - int{first.year()}) * 12 + static_cast<int>(unsigned{after.month()}) -
         static_cast<int>(unsigned{first.month()});
}

std::string period_in_words(const base::Period& period) {
  const year_month_day first{period.first};
  const year_month_day last{period.last};
  if (whole_months(period) == 0) return day_in_words(period.first) + " to " + day_in_words(period.last);
  if (one_year(period)) return std::to_string(int{last.year()});
  const std::string end = fmt::format("{} {}", month_of(last), int{last.year()});
  if (whole_months(period) == 1) return end;
  if (first.year() == last.year()) return month_of(first) + " to " + end;
  return fmt::format("{} {} to {}", month_of(first), int{first.year()}, end);
}

std::string during(const base::Period& period) {
  const std::string words = period_in_words(period);
  return (words.find(" to ") == std::string::npos ? "In " : "From ") + words;
}

std::string length_in_words(const base::Period& period) {
  const auto months = static_cast<std::size_t>(whole_months(period));
  if (months == 0 || months >= small_numbers.size())
    return page::counted(static_cast<std::uint64_t>(period.days()), "day", "days");
  return std::string(small_numbers[months]) + (months == 1 ? " month" : " months");
}

std::string country_name(std::string_view alpha2) {
  if (alpha2 == country_not_shown) return "Country not shown";
  const legal::Country* country = legal::find_country(alpha2);
  return std::string(country == nullptr ? alpha2 : country->name);
}

std::string country_in_sentence(std::string_view alpha2) {
  if (alpha2 == country_not_shown) return "a country that is not shown";
  const std::string name = country_name(alpha2);
  return takes_article(name) ? "the " + name : name;
}

std::string country_slug(std::string_view alpha2) {
  const legal::Country* country = legal::find_country(alpha2);
  if (country == nullptr) return "";
  std::string slug(country->alpha3);
  std::ranges::transform(slug, slug.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  return slug;
}

std::string label_of(std::span<const legal::Word> words, std::string_view code) {
  if (code == country_not_shown) return "Not shown";
  if (code == "pending") return "Pending";  // a state, not an outcome of the vocabulary
  const legal::Word* word = legal::find_word(words, code);
  return std::string(word == nullptr ? code : word->label);
}

std::span<const legal::Word> decided_outcomes() {
  static constexpr legal::Word words[] = {
      {"full", "Decided: give in full", ""},        {"partial", "Decided: give in part", ""},
      {"refused", "Decided: refused", ""},          {"no_data", "Decided: nothing held", ""},
      {"withdrawn", "Ended: withdrawn", ""},        {"duplicate", "Ended: duplicate", ""},
      {"not_authentic", "Ended: not authentic", ""}};
  return words;
}

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
    out += parts[i];
  }
  return out;
}

std::string categories_in_words(const std::vector<std::string>& codes) {
  std::vector<std::string> labels;
  for (const std::string& code : codes) {
    std::string label = label_of(legal::categories(), code);
    // Inside a sentence only names keep their capital: "IP address and phone number".
    if (label.size() > 1 && label[1] >= 'a' && label[1] <= 'z') label[0] = static_cast<char>(label[0] - 'A' + 'a');
    labels.push_back(std::move(label));
  }
  return joined(labels);
}

std::string finding(std::string_view alpha2, const std::vector<Measured>& periods) {
  const std::string place = alpha2 == "all" ? "" : " from " + country_in_sentence(alpha2);
  if (periods.empty()) return "No period has closed yet.";
  const Measured& now = periods.back();
  if (periods.size() == 1)
    return fmt::format("{} {}{} in {}.", page::number(now.fulfilled),
                       now.fulfilled == 1 ? "request fulfilled" : "requests fulfilled", place,
                       period_in_words(now.period));
  const Measured& before = periods[periods.size() - 2];
  const int months_before = whole_months(before.period);
  const int months = whole_months(now.period);
  if (months_before != months && months_before > 1 && months_before <= 12 && months > 0 && months < 12)
    return fmt::format("Fulfilled requests{}: {} in {}, then {} in {}.", place, page::number(before.fulfilled),
                       length_in_words(before.period), page::number(now.fulfilled),
                       small_numbers[static_cast<std::size_t>(months)]);
  return fmt::format("Fulfilled requests{}: {} in {}, then {} in {}.", place, page::number(before.fulfilled),
                     period_in_words(before.period), page::number(now.fulfilled), period_in_words(now.period));
}

std::string change_in_words(std::uint64_t before, std::uint64_t now, const base::Period& before_period) {
  const std::string span = "the " + length_in_words(before_period) + " before";
  if (before == now) return "as many as in " + span;
  return fmt::format("{} from {} in {}", now > before ? "up" : "down", page::number(before), span);
}

std::string per_thirty_days(std::uint64_t count, const base::Period& period) {
  return page::decimal(static_cast<double>(count) * 30.0 / period.days());
}

std::string half_in_words(std::uint64_t doubled) { return page::number(doubled / 2) + (doubled % 2 == 1 ? ".5" : ""); }

}  // namespace writ::report
