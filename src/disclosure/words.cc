#include "disclosure/words.h"

#include "legal/countries.h"
#include "legal/vocabulary.h"

namespace writ::disclosure {

namespace {

std::string_view selector_words(legal::SelectorKind kind) {
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
  return "selector";
}

}  // namespace

std::string label_of(std::span<const legal::Word> words, std::string_view code) {
  const legal::Word* word = legal::find_word(words, code);
  return std::string(word == nullptr ? code : word->label);
}

std::string category_label(std::string_view code) { return label_of(legal::categories(), code); }
std::string instrument_label(std::string_view code) { return label_of(legal::instruments(), code); }

std::string holding_meaning(provider::Holding holding) {
  const legal::Word* word = legal::find_word(legal::holdings(), provider::code_of(holding));
  return word == nullptr ? std::string() : std::string(word->meaning);
}

std::string country_label(std::string_view alpha2) {
  const legal::Country* country = legal::find_country(alpha2);
  const std::string code(alpha2);
  return country == nullptr ? code : std::string(country->name) + " (" + code + ")";
}

std::string selector_label(const legal::Selector& selector) {
  std::string label = std::string(selector_words(selector.kind)) + " " + selector.value;
  if (selector.port) label += ", port " + std::to_string(*selector.port);
  if (selector.window) {
    label += ", from " + base::format_time(selector.window->from) + " until before " +
             base::format_time(selector.window->to);
  }
  return label;
}

std::string time_label(base::Time time) {
  constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day(base::day_of(time));
  const std::string clock = base::format_time(time).substr(11, 8);
  return std::to_string(unsigned{day.day()}) + " " + std::string(months[unsigned{day.month()} - 1]) + " " +
         std::to_string(int{day.year()}) + ", " + clock + " UTC";
}

std::string values_label(std::size_t count) { return std::to_string(count) + (count == 1 ? " value" : " values"); }

}  // namespace writ::disclosure
