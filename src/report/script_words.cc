#include "report/script_words.h"

#include <nlohmann/json.hpp>

namespace writ::report {

using page::Locale;
using Json = nlohmann::ordered_json;

std::string checker_words(const Locale& t) {
  Json words = Json::object();
  for (const auto& [name, text] : t.patterns("checker.")) words[std::string(name)] = text;
  return words.dump();
}

std::string verdict_words(const Locale& t) {
  const auto english = Locale::of(page::Language::en).patterns("verdict.");
  const auto own = t.patterns("verdict.");
  Json pairs = Json::array();
  for (std::size_t i = 0; i < own.size(); ++i) {
    std::string said(english[i].second);  // the verifier writes plain apostrophes
    constexpr std::string_view curly = "\u2019";
    for (std::size_t at = said.find(curly); at != said.npos; at = said.find(curly, at))
      said.replace(at, curly.size(), "'");
    pairs.push_back({said, own[i].second});
  }
  return pairs.dump();
}

}  // namespace writ::report
