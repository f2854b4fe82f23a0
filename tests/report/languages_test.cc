// The site in five languages: whole in each, of one meaning, and with nothing left in English that could be said.
#include <doctest/doctest.h>

#include "page/messages.h"
#include "page_text.h"
#include "report/words.h"
#include "sample_site.h"

using namespace writ;
using namespace writ::report;
using page::Language;
using page::Locale;
using report_test::is_page;
using report_test::language_of_path;
using report_test::made;
using report_test::sample_site;
using report_test::says;

TEST_CASE("every page stands in every language, says which it is, and leads to the others") {
  const auto files = made(sample_site());
  std::size_t pages = 0;
  for (const auto& [path, english] : files) {
    if (!is_page(path) || language_of_path(path) != Language::en || !is_in_every_language(path)) continue;
    for (const Language language : page::languages) {
      const std::string other = std::string(page::path_prefix(language)) + path;
      CAPTURE(other);
      REQUIRE(files.contains(other));
      const std::string& page = files.at(other);
      CHECK(page.find("<html lang=\"" + std::string(page::tag_of(language)) + "\" dir=\"" +
                      (language == Language::ar ? "rtl" : "ltr") + "\"") != std::string::npos);
      if (!path.starts_with("embed/")) CHECK(page.find("hreflang=\"zh-Hans\"") != std::string::npos);
      ++pages;
    }
  }
  CHECK(pages > 1000);
}

TEST_CASE("no page of another language keeps a sentence in English that has been translated") {
  const auto files = made(sample_site());
  for (const char* path :
       {"index.html", "countries/index.html", "countries/matrix/index.html", "countries/usa/index.html",
        "reports/index.html", "reports/2024-01-01_2024-09-30/index.html", "data/index.html", "holdings/index.html",
        "method/index.html", "policy/index.html", "national-security/index.html", "404.html", "authorities/index.html", "notice/index.html", "complain/index.html", "verify/index.html", "receipt/index.html", "embed/periods/index.html"})
    for (const Language language : page::languages) {
      if (language == Language::en) continue;
      const std::string& page = files.at(std::string(page::path_prefix(language)) + path);
      for (std::size_t key = 0; key < page::message_keys().size(); ++key) {
        const std::string_view text = page::message_pattern(0, key);
        const char* own = page::message_pattern(static_cast<std::size_t>(language), key);
        if (text.find_first_of("{<") != std::string_view::npos || text.size() < 15 || own == nullptr || text == own)
          continue;
        if (page::message_keys()[key].starts_with("verdict.")) continue;  // quoted in `code` as a verdict has it
        if (page::message_keys()[key].ends_with(".synthetic")) continue;  // files keep it in English; a page shows a line of one
        CHECK_MESSAGE(!says(page, page::escape(text)),
                      path << " " << page::tag_of(language) << ": " << page::message_keys()[key]);
      }
    }
}

TEST_CASE("figures stand in the marks of the language, files keep plain digits") {
  auto sample = sample_site();
  const auto files = made(sample);
  CHECK(says(files.at("fr/countries/usa/index.html"), "États-Unis"));
  CHECK(says(files.at("de/countries/usa/index.html"), "9 Monate") == false);
  CHECK(says(files.at("de/index.html"), "Transparenzbericht"));
  CHECK(says(files.at("zh-Hans/countries/usa/index.html"), "美国"));
  CHECK(says(files.at("ar/countries/usa/index.html"), "الولايات المتحدة"));
  CHECK_FALSE(files.contains("fr/countries/usa.csv"));
  CHECK(files.contains("fr/countries/usa.svg"));
}

TEST_CASE("identifiers, commands and hashes run from left to right on a page that runs from right to left") {
  const auto files = made(sample_site());
  const std::string& page = files.at("ar/data/index.html");
  CHECK(page.find("<code class=\"w-hash\" dir=\"ltr\">") != std::string::npos);
  CHECK(files.at("ar/index.html").find("class=\"w-command\" dir=\"ltr\"") != std::string::npos);
  CHECK(files.at("ar/periods.svg").find("direction=\"ltr\"") != std::string::npos);
  CHECK(says(files.at("ar/index.html"), "من اليسار إلى اليمين"));
}

TEST_CASE("every code of the vocabularies has a word in every language, and the English one is the vocabulary's own") {
  for (const auto words :
       {legal::instruments(), legal::offences(), legal::categories(), legal::grounds(), legal::outcomes(),
        legal::holdings(), decided_outcomes(), notice_states(), emergency_states()})
    for (const legal::Word& word : words) {
      CHECK_MESSAGE(label_of(words, word.code) == word.label, word.code);
      CHECK_MESSAGE(label_of(words, word.code, Locale::of(Language::ar)) != word.label, word.code);
    }
}

TEST_CASE("the finding is made by rule in every language") {
  const Measured nine{*base::parse_period("2024-01-01/2024-09-30"), 14, 108};
  const Measured three{*base::parse_period("2024-10-01/2024-12-31"), 886, 2145};
  CHECK(finding("US", {nine, three}, Locale::of(Language::fr)) ==
        "États-Unis, demandes satisfaites : 14 en neuf mois, puis 886 en trois.");
  CHECK(finding("US", {nine, three}, Locale::of(Language::de)) ==
        "Vereinigte Staaten, erfüllte Anfragen: 14 in neun Monaten, dann 886 in drei.");
  CHECK(change_in_words(14, 2253, nine.period, Locale::of(Language::de)) == "mehr als zuvor: 14 in neun Monaten");
}
