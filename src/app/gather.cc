#include "app/gather.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/answers_json.h"
#include "app/emergencies.h"
#include "app/notify.h"
#include "app/officer_letters.h"
#include "app/packages.h"
#include "app/preserve.h"
#include "app/receipts.h"
#include "app/suspensions.h"

namespace writ::app {

namespace {

using casework::CaseFile;

base::Result<CaseFile> approved_case(Deployment& deployment, const std::string& ref) {
  TRY(CaseFile file, deployment.casework->find(ref));
  if (file.state != casework::State::approved)
    return base::fail(base::Errc::conflict, ref, std::string(casework::name_of(file.state)),
                      "only an approved case is carried out");
  return file;
}

/// What was gathered belongs to one decision: a successor starts again.
std::string decision_of(const CaseFile& file) { return base::to_hex(*file.decisions.back().entry); }
std::string label(const std::string& ref) { return "gathered/" + ref; }
base::Path sealed_path(const Deployment& deployment, const std::string& ref, const std::string& name) {
  return deployment.layout.state() / "sealed" / ref / name;
}

/// One answer for each identifier; one that its source did not give says so, and `failure` why.
struct Asked {
  std::vector<provider::Answer> answers;
  std::string failure;
};

provider::Answer not_looked(const legal::Selector& selector) {
  return {.selector = selector,
          .accounts = {},
          .account_note = "The source did not answer: we could not look. This is not a finding that nothing exists.",
          .source_available = false};
}

base::Result<Asked> ask(Deployment& deployment, const CaseFile& file) {
  Asked asked;
  const auto questions = planned_questions(file, file.decisions.back());
  for (const PlannedQuestion& question : questions) {
    if (question.categories.empty()) {
      asked.answers.push_back(
          {.selector = question.selector, .accounts = {}, .account_note = "nothing was granted for this identifier"});
      continue;
    }
    auto answer = deployment.connector->ask({.selector = question.selector,
                                             .categories = question.categories,
                                             .as_of = deployment.clock.now(),
                                             .window = question.window});
    if (!answer && answer.error().code != base::Errc::unavailable) return std::unexpected(answer.error());
    if (answer && answer->source_available) {
      asked.answers.push_back(std::move(*answer));
      continue;
    }
    if (asked.failure.empty())
      asked.failure = !answer                        ? answer.error().message()
                      : answer->account_note.empty() ? "the source did not answer"
                                                     : answer->account_note;
    asked.answers.push_back(not_looked(question.selector));
  }
  // What a snapshot holds is no answer of a source that is silent: then it waits for the whole.
  if (asked.failure.empty()) TRY_VOID(add_preserved(deployment, file.ref, questions, asked.answers));
  return asked;
}

base::Result<disclosure::Content> minimised(const CaseFile& file, const std::vector<provider::Answer>& answers,
                                            bool incomplete = false) {
  std::vector<disclosure::Grant> grants;
  for (std::size_t i = 0; i < file.request.selectors.size(); ++i)
    grants.push_back({file.request.selectors[i], file.decisions.back().granted[i]});
  return disclosure::minimise(answers, grants, incomplete);
}

/// What was held for each identifier and category, without values: kept with the case.
std::string holdings_of(const CaseFile& file, const std::vector<provider::Answer>& answers) {
  nlohmann::json list = nlohmann::json::array();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    nlohmann::json accounts = nlohmann::json::array();
    for (const provider::AccountAnswer& account : answers[i].accounts) {
      nlohmann::json categories = nlohmann::json::object();
      for (const auto& [category, answer] : account.categories)
        categories[category] = provider::code_of(answer.holding);
      accounts.push_back(categories);
    }
    if (!answers[i].source_available) {
      nlohmann::json unknown = nlohmann::json::object();
      for (const std::string& category : file.decisions.back().granted[i])
        unknown[category] = provider::code_of(provider::Holding::source_unavailable);
      accounts.push_back(unknown);
    }
    list.push_back({{"identifier", i + 1}, {"accounts", accounts}});
  }
  return list.dump();
}

base::Result<disclosure::OfficerKey> key_of(Deployment& deployment, const std::string& email) {
  TRY(const people::Person officer, deployment.people.find_by_email(email));
  if (officer.public_key.empty())
    return base::invalid("officer.public_key", email,
                         "the officer has no delivery key: nothing can be sealed to nobody");
  const bool certificate = officer.public_key.find("-----BEGIN CERTIFICATE-----") != std::string::npos;
  return disclosure::OfficerKey{certificate ? disclosure::KeyKind::cms : disclosure::KeyKind::openpgp,
                                officer.public_key};
}

base::Result<disclosure::CaseFacts> facts_of(Deployment& deployment, const CaseFile& file) {
  TRY(auto receipts, receipt_files(deployment, file.ref));
  const casework::Decision& decision = file.decisions.back();
  return disclosure::CaseFacts{.provider_name = deployment.settings.provider_name,
                               .case_ref = file.ref,
                               .file_number = file.request.file_number,
                               .agency = file.request.agency,
                               .officer = file.request.officer,
                               .country = file.request.country,
                               .instrument = file.request.instrument,
                               .received_at = file.received_at,
                               .sealed_at = deployment.clock.now(),
                               .policy_id = decision.policy_id,
                               .policy_rule = decision.policy_rule,
                               .ground = decision.ground,
                               .synthetic = deployment.settings.synthetic,
                               .number = file.packages.size() + 1,
                               .receipts = std::move(receipts)};
}

base::Result<> keep(Deployment& deployment, const std::string& actor, const CaseFile& file, const std::string& failure,
                    const std::string& answers) {
  TRY(const base::Hash key, deployment.keys->find("case/" + file.ref));
  const std::string sealed = crypto::seal(key, answers, label(file.ref), deployment.random);
  return deployment.db.run(
      "INSERT INTO gathered(ref, decision, actor, at, failure, answers) VALUES(?, ?, ?, ?, ?, ?)"
      " ON CONFLICT(ref) DO UPDATE SET decision = excluded.decision, actor = excluded.actor, at = excluded.at, failure "
      "= excluded.failure,"
      " answers = excluded.answers, package = NULL",
      {file.ref, decision_of(file), actor, base::unix_seconds(deployment.clock.now()), failure,
       store::Value::blob(sealed)});
}

bool anything(const std::vector<provider::Answer>& answers) {
  for (const provider::Answer& answer : answers) {
    for (const provider::AccountAnswer& account : answer.accounts) {
      for (const auto& [category, item] : account.categories) {
        if (!item.data.empty()) return true;
      }
    }
  }
  return false;
}

bool may_be_incomplete(const CaseFile& file) { return file.incomplete && !file.incomplete->approved_by.empty(); }

/// What was gathered for the decision in force; conflict in words otherwise.
base::Result<Gathered> ready(Deployment& deployment, const CaseFile& file) {
  TRY(auto found, gathered(deployment, file.ref));
  if (!found) return base::fail(base::Errc::conflict, file.ref, "", "nothing was gathered for this decision yet");
  if (!found->failure.empty() && !may_be_incomplete(file))
    return base::fail(
        base::Errc::conflict, file.ref, "",
        "a source did not answer: nothing is sealed over what was not read, unless it is approved to go out "
        "as incomplete");
  return std::move(*found);
}

}  // namespace

std::vector<store::Migration> gather_migrations() {
  // answers: JSON under the case's key. package: JSON of what was sealed, without values.
  return {{"app-gather-001",
           "CREATE TABLE gathered("
           "  ref TEXT PRIMARY KEY,"
           "  decision TEXT NOT NULL,"
           "  actor TEXT NOT NULL,"
           "  at INTEGER NOT NULL,"
           "  failure TEXT NOT NULL,"
           "  answers BLOB NOT NULL,"
           "  package TEXT"
           ") STRICT;"}};
}

std::vector<PlannedQuestion> planned_questions(const CaseFile& file, const casework::Decision& decision) {
  const std::vector<legal::CodeSet>& granted = decision.granted;
  std::vector<PlannedQuestion> questions;
  for (std::size_t i = 0; i < file.request.selectors.size(); ++i) {
    const legal::Selector& selector = file.request.selectors[i];
    // An address selector's window says who is meant; any other's limits the rows. No row is later than the receipt.
    legal::Window window{.from = base::Time{}, .to = file.received_at};
    if (selector.window && selector.kind != legal::SelectorKind::ip_address)
      window = {selector.window->from, std::min(selector.window->to, file.received_at)};
    if (i < decision.windows.size() && decision.windows[i])
      window = {decision.windows[i]->from, std::min(decision.windows[i]->to, file.received_at)};
    questions.push_back({selector, i < granted.size() ? granted[i] : legal::CodeSet(), window});
  }
  return questions;
}

base::Result<Gathered> gather(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const CaseFile file, approved_case(deployment, ref));
  deployment.lookups->asking(actor, ref);
  auto asked = ask(deployment, file);
  TRY_VOID(deployment.lookups->put_on_file());  // also of a question that failed
  if (!asked) return std::unexpected(asked.error());
  const auto content = minimised(file, asked->answers);  // unavailable if a source, or a part of one, did not answer
  if (!content && content.error().code != base::Errc::unavailable) return std::unexpected(content.error());
  if (!content && asked->failure.empty()) asked->failure = content.error().message();
  TRY(const auto before, gathered(deployment, ref));
  TRY_VOID(keep(deployment, actor, file, asked->failure, answers_to_json(asked->answers)));
  // N3, once for a decision.
  if (!asked->failure.empty() && !before)
    TRY_VOID(write_officer(deployment, file, {.what = "source", .time = deployment.clock.now()}));
  if (!asked->failure.empty()) return base::fail(base::Errc::unavailable, "source", "", asked->failure);
  return Gathered{.by = actor,
                  .at = deployment.clock.now(),
                  .failure = {},
                  .answers = std::move(asked->answers),
                  .found_anything = !content->accounts.empty()};
}

base::Result<std::optional<Gathered>> gathered(Deployment& deployment, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  std::optional<Gathered> found;
  if (file.erased || file.decisions.empty()) return found;
  std::string sealed;
  TRY_VOID(deployment.db.query(
      "SELECT actor, at, failure, answers FROM gathered WHERE ref = ? AND decision = ?", {ref, decision_of(file)},
      [&](const store::Row& row) -> base::Result<> {
        found =
            Gathered{.by = row.text(0), .at = base::from_unix(row.integer(1)), .failure = row.text(2), .answers = {}};
        sealed = row.text(3);
        return {};
      }));
  if (!found) return found;
  TRY(const base::Hash key, deployment.keys->find("case/" + ref));
  TRY(const std::string json, crypto::unseal(key, sealed, label(ref)));
  TRY(found->answers, answers_from_json(json));
  found->found_anything = anything(found->answers);
  return found;
}

base::Result<SealedPackage> seal_gathered(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const CaseFile file, approved_case(deployment, ref));
  TRY(const Gathered gathered, ready(deployment, file));
  TRY(const disclosure::Content content, minimised(file, gathered.answers, may_be_incomplete(file)));
  if (content.accounts.empty())
    return base::fail(base::Errc::conflict, ref, "", "nothing at all is held: there is nothing to seal");
  TRY(disclosure::CaseFacts facts, facts_of(deployment, file));
  if (!gathered.failure.empty()) facts.follow_up = file.incomplete->follow_up;
  TRY(const auto bag, disclosure::make_bag(facts, content, deployment.package_pem));
  TRY(const auto key, key_of(deployment, file.request.officer));
  TRY(const disclosure::Package package, disclosure::seal_package(facts, bag, key));
  TRY_VOID(deployment.files.write_durable(sealed_path(deployment, ref, package.name), package.content));
  SealedPackage sealed{.name = package.name,
                       .sha256 = crypto::sha256(package.content),
                       .bytes = package.content.size(),
                       .at = deployment.clock.now(),
                       .by = actor,
                       .key = base::to_hex(crypto::sha256(key.public_key)),
                       .files = {}};
  nlohmann::json files = nlohmann::json::array();
  for (const disclosure::File& one : bag) {
    sealed.files.emplace_back(one.name, one.content.size());
    files.push_back({one.name, one.content.size()});
  }
  const std::string json = nlohmann::json{{"name", sealed.name},   {"sha256", base::to_hex(sealed.sha256)},
                                          {"bytes", sealed.bytes}, {"at", base::unix_seconds(sealed.at)},
                                          {"by", actor},           {"key", sealed.key},
                                          {"files", files}}
                               .dump();
  TRY_VOID(deployment.db.run("UPDATE gathered SET package = ? WHERE ref = ?", {json, ref}));
  return sealed;
}

base::Result<std::optional<SealedPackage>> sealed_package(Deployment& deployment, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  std::optional<SealedPackage> sealed;
  if (file.erased || file.decisions.empty()) return sealed;
  TRY(const auto text,
      deployment.db.text("SELECT package FROM gathered WHERE ref = ? AND decision = ?", {ref, decision_of(file)}));
  if (!text) return sealed;
  try {
    const auto json = nlohmann::json::parse(*text);
    sealed = SealedPackage{.name = json.at("name"),
                           .sha256 = base::hash_from_hex(json.at("sha256").get<std::string>()).value(),
                           .bytes = json.at("bytes"),
                           .at = base::from_unix(json.at("at")),
                           .by = json.at("by"),
                           .key = json.value("key", ""),
                           .files = {}};
    for (const auto& one : json.at("files")) sealed->files.emplace_back(one.at(0), one.at(1));
  } catch (const std::exception& error) {
    return base::fail(base::Errc::corrupt, "gathered.package", ref, error.what());
  }
  return sealed;
}

base::Result<> forget_sealed(Deployment& deployment, const std::string& ref) {
  return deployment.db.run("UPDATE gathered SET package = NULL WHERE ref = ?", {ref});
}

base::Result<std::uint64_t> hand_over(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const CaseFile file, approved_case(deployment, ref));
  TRY(const Gathered gathered, ready(deployment, file));
  TRY(const people::Person officer, deployment.people.find_by_email(file.request.officer));
  TRY_VOID(Suspensions(deployment).check(officer));
  TRY(const auto sealed, sealed_package(deployment, ref));
  if (!sealed) return base::fail(base::Errc::conflict, ref, "", "the package is not sealed yet");
  TRY(const auto key, key_of(deployment, file.request.officer));
  if (base::to_hex(crypto::sha256(key.public_key)) != sealed->key)
    return base::fail(base::Errc::conflict, ref, "", "the officer changed the delivery key since: seal it again");
  TRY(const disclosure::Content content, minimised(file, gathered.answers, may_be_incomplete(file)));
  const base::Path waiting = sealed_path(deployment, ref, sealed->name);
  TRY(const std::string package, static_cast<const base::Files&>(deployment.files).read(waiting));
  if (crypto::sha256(package) != sealed->sha256)
    return base::fail(base::Errc::corrupt, "package", sealed->name, "is not what was sealed");
  TRY_VOID(deployment.files.write_durable(deployment.layout.packages() / ref / sealed->name, package));
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.casework->deliver(actor, ref,
                                          {.disclosed = content.disclosed,
                                           .accounts = content.accounts,
                                           .package = sealed->sha256,
                                           .package_name = sealed->name,
                                           .holdings = holdings_of(file, gathered.answers),
                                           .incomplete = !gathered.failure.empty()}));
    TRY_VOID(deployment.db.run("DELETE FROM gathered WHERE ref = ?", {ref}));
    TRY_VOID(plan_package(deployment, file));
    if (is_sealed_again(file)) return {};  // the users were told, or are to be told, of the first
    TRY_VOID(plan_process_reminder(deployment, ref, file.request));
    return notify_at_delivery(deployment, actor, file, content.disclosed, content.accounts);
  }));
  std::error_code ignored;  // sealed to the officer; a copy that stays harms nobody
  std::filesystem::remove(waiting, ignored);
  return content.accounts.size();
}

base::Result<> report_nothing_held(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const CaseFile file, approved_case(deployment, ref));
  TRY(const Gathered gathered, ready(deployment, file));
  if (!gathered.failure.empty())
    return base::fail(base::Errc::conflict, ref, "",
                      "a source did not answer: that is no finding that nothing is held");
  if (gathered.found_anything) return base::fail(base::Errc::conflict, ref, "", "something is held and was granted");
  return deployment.casework->draft_no_data(actor, ref, holdings_of(file, gathered.answers));
}

}  // namespace writ::app
