#include "disclosure/letter.h"

#include <map>
#include <set>

#include "disclosure/words.h"
#include "legal/vocabulary.h"

namespace writ::disclosure {

namespace {

using pdf::Block, pdf::Commands, pdf::Document, pdf::Heading, pdf::Paragraph, pdf::Table;
using provider::Holding;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::string decided_under(const CaseFacts& facts) {
  const legal::Word* ground = legal::find_word(legal::grounds(), facts.ground);
  std::string text = "Policy " + facts.policy_id + ", rule " + facts.policy_rule + ". ";
  return text + (ground == nullptr ? facts.ground : std::string(ground->label) + ": " + std::string(ground->meaning));
}

Table case_table(const CaseFacts& facts) {
  return {{{"", 1}, {"", 3.2}},
          {{"Our reference", facts.case_ref},
           {"Your file number", facts.file_number.empty() ? "not given" : facts.file_number},
           {"Authority", facts.agency + ", " + country_label(facts.country)},
           {"Sealed to", facts.officer},
           {"Instrument", instrument_label(facts.instrument)},
           {"Received", time_label(facts.received_at)},
           {"Sealed", time_label(facts.sealed_at)},
           {"Decided under", decided_under(facts)}}};
}

void add_summary(std::vector<Block>& body, const Content& content) {
  std::vector<std::string> given;
  for (const std::string& category : content.disclosed) given.push_back(category_label(category));
  const std::size_t accounts = content.accounts.size();
  body.push_back(Heading{2, "What this package gives"});
  body.push_back(Paragraph{joined(given) + ", of " + std::to_string(accounts) +
                           (accounts == 1 ? " account" : " accounts") +
                           ". The values stand in data/disclosure.csv (for people and spreadsheets) and "
                           "data/disclosure.json (for programs), not in this letter. Only what the decision grants was "
                           "read into this package."});
}

std::string status_of(const provider::CategoryAnswer& answer) {
  const legal::Word* word = legal::find_word(legal::holdings(), provider::code_of(answer.holding));
  return word == nullptr ? std::string(provider::code_of(answer.holding)) : std::string(word->label);
}

void add_answer(std::vector<Block>& body, const provider::Answer& answer, std::size_t& rows_left) {
  body.push_back(Heading{3, "Asked about: " + selector_label(answer.selector)});
  if (answer.accounts.empty()) {
    body.push_back(Paragraph{answer.source_available
                                 ? "No account was found. " + answer.account_note
                                 : "We could not look. " + holding_meaning(Holding::source_unavailable)});
    return;
  }
  Table table{{{"Account", 2.4}, {"Category", 1.3}, {"Status", 1.2}, {"In the files", 0.9}}, {}};
  for (const provider::AccountAnswer& account : answer.accounts) {
    for (const auto& [category, held] : account.categories) {
      if (rows_left == 0) continue;
      --rows_left;
      table.rows.push_back(
          {account.account, category_label(category), status_of(held), values_label(held.data.size())});
    }
  }
  if (!table.rows.empty()) body.push_back(std::move(table));
  if (!answer.account_note.empty()) body.push_back(Paragraph{answer.account_note});
}

/// Status and category with the connector's words; each once, however many accounts have it.
using Reasons = std::set<std::pair<Holding, std::pair<std::string, std::string>>>;

void add_not_held(std::vector<Block>& body, const Content& content) {
  Reasons reasons;
  for (const provider::Answer& answer : content.answers) {
    for (const provider::AccountAnswer& account : answer.accounts) {
      for (const auto& [category, held] : account.categories) {
        if (held.holding != Holding::held) reasons.insert({held.holding, {category, held.note}});
      }
    }
  }
  body.push_back(Heading{2, "What is not given, and why"});
  if (reasons.empty()) body.push_back(Paragraph{"Every category that was granted is held for every account found."});
  Table table{{{"Category", 1}, {"Status", 1}, {"What that means", 3}}, {}};
  for (const auto& [holding, named] : reasons) {
    if (table.rows.size() == letter_rows_max) break;
    table.rows.push_back({category_label(named.first), label_of(legal::holdings(), provider::code_of(holding)),
                          holding_meaning(holding) + (named.second.empty() ? "" : " " + named.second)});
  }
  if (!table.rows.empty()) body.push_back(std::move(table));
  body.push_back(
      Paragraph{"A category that is not in this letter was not asked for or not granted: it was not searched for, and "
                "nothing is said "
                "about it. This service has no way to disclose the content of messages."});
}

/// "signed in at (signed out at 2026-...)": what stands in brackets belongs to one row and is a value; the letter holds
/// none.
std::string general_meaning(const std::string& meaning) { return meaning.substr(0, meaning.find(" (")); }

/// How a category's times and ports are to be read, over all accounts.
struct Reading {
  std::set<std::string> meanings;
  std::set<std::string> notes;  // how exact, what is not kept, what was left out
  bool ports = false;
};

/// Accounts differ in how many rows were left out; the letter gives some of their notes, the files all.
constexpr std::size_t notes_max = 4;

std::map<std::string, Reading> readings_of(const Content& content) {
  std::map<std::string, Reading> readings;
  for (const provider::Answer& answer : content.answers) {
    for (const provider::AccountAnswer& account : answer.accounts) {
      for (const auto& [category, held] : account.categories) {
        for (const provider::Datum& datum : held.data) {
          if (datum.time_meaning.empty()) continue;
          Reading& reading = readings[category];
          reading.meanings.insert(general_meaning(datum.time_meaning));
          if (!held.note.empty()) reading.notes.insert(held.note);
          reading.ports = reading.ports || datum.port.has_value();
        }
      }
    }
  }
  return readings;
}

void add_time_stamps(std::vector<Block>& body, const Content& content) {
  const auto readings = readings_of(content);
  if (readings.empty()) return;
  body.push_back(Heading{2, "How to read the time stamps"});
  body.push_back(Paragraph{"All times are UTC. A time stamp says only what stands here: one moment, not a span."});
  Table table{{{"Category", 1}, {"The time is", 1.3}, {"How exact, and what is not kept", 2.7}}, {}};
  bool ports = false;
  for (const auto& [category, reading] : readings) {
    std::string notes;
    std::size_t shown = 0;
    for (const std::string& note : reading.notes) {
      if (shown++ == notes_max) notes += " (More notes stand in the files.)";
      if (shown > notes_max) break;
      notes += (notes.empty() ? "" : " ") + note;
    }
    table.rows.push_back({category_label(category), joined({reading.meanings.begin(), reading.meanings.end()}), notes});
    ports = ports || reading.ports;
  }
  body.push_back(std::move(table));
  body.push_back(Paragraph{
      ports ? "A port is the source port of the user's side as the service saw it; where none stands, none is kept."
            : "No source ports are given: the service keeps none with these values."});
}

void add_checks(std::vector<Block>& body) {
  body.push_back(Heading{2, "How to check this package"});
  body.push_back(Paragraph{
      "Nothing was changed since we signed it: with our certificate, the file package-signer.crt.pem at the root "
      "of our public site and not from this package, in the unpacked folder:"});
  body.push_back(
      Commands{"openssl cms -verify -binary -inform DER -CAfile package-signer.crt.pem -out /dev/null \\\n"
               "  -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt\n"
               "sha256sum --check tagmanifest-sha256.txt manifest-sha256.txt"});
  body.push_back(Heading{2, "Your receipt"});
  body.push_back(Paragraph{
      "Every request is an entry of our public log, and our transparency report is counted from that log. The folder "
      "data/receipt holds the promise that we signed when your request arrived, and the opening of its entry: keep "
      "both, "
      "treat the opening like the case file, and ask for your receipt, which others have witnessed, if you do not have "
      "it "
      "yet. Put receipt.tlog-proof and receipt.opening.json beside them and check once, with policy.txt from our "
      "public "
      "site (its page /authorities/ says how to get all of these):"});
  body.push_back(
      Commands{"writ receipt check data/receipt --policy policy.txt \\\n"
               "  --sent request.json --requester-address YOUR_ADDRESS"});
  body.push_back(Paragraph{
      "request.json is your request exactly as you sent it, YOUR_ADDRESS your address as we verified it (or "
      "--requester-key FILE). If you sent documents, name them too: --document FILE; if the request is not at hand, "
      "--nonce HEX and --document FILE. Without these options the check does not say that the entry is yours, nor "
      "that it is coded as you sent it."});
  body.push_back(Paragraph{
      "If we ever leave this request out of our report, these files prove it, to anyone and without our help."});
}

}  // namespace

Document cover_letter(const CaseFacts& facts, const Content& content) {
  Document letter{.title = "Disclosure " + facts.case_ref + ": cover letter",
                  .author = facts.provider_name,
                  .language = "en",
                  .created = facts.sealed_at,
                  .letterhead = facts.provider_name,
                  .running = "Disclosure " + facts.case_ref + " \u00b7 confidential",
                  .warning = facts.synthetic ? std::string(synthetic_words) : "",
                  .body = {}};
  letter.body.push_back(Heading{1, "Data disclosed on your request"});
  letter.body.push_back(case_table(facts));
  if (facts.follow_up)
    letter.body.push_back(
        Paragraph{"This package is incomplete. A source that we asked did not answer, so we could not look "
                  "everywhere. That is not a finding that nothing exists. We try again until " +
                  time_label(*facts.follow_up) +
                  " and send the whole in a second package, or say that "
                  "we still could not look."});
  add_summary(letter.body, content);
  std::size_t rows_left = letter_rows_max;
  for (const provider::Answer& answer : content.answers) {
    if (rows_left > 0) add_answer(letter.body, answer, rows_left);
  }
  if (rows_left == 0) {
    letter.body.push_back(Paragraph{"This letter lists the first " + std::to_string(letter_rows_max) +
                                    " rows; data/disclosure.csv and data/disclosure.json list all."});
  }
  add_not_held(letter.body, content);
  add_time_stamps(letter.body, content);
  add_checks(letter.body);
  return letter;
}

base::Result<std::string> cover_letter_pdf(const CaseFacts& facts, const Content& content) {
  return pdf::pdf_of(cover_letter(facts, content));
}

}  // namespace writ::disclosure
