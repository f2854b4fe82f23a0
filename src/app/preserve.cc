#include "app/preserve.h"

#include <algorithm>
#include <bit>
#include <filesystem>

#include "app/answers_json.h"
#include "app/jobs.h"
#include "legal/vocabulary.h"

namespace writ::app {

namespace {

using Act = casework::Casework::PreservationAct;

/// A snapshot's file is this large for each identifier, or a power of two times that: hundreds of address rows fit in,
/// so that its size does not tell whether there is an account.
constexpr std::size_t snapshot_bytes = 256 * 1024;
constexpr std::size_t length_bytes = 8;

/// Who asks, in the record of questions: no person does.
constexpr const char* preserving = "preservation";

std::string key_name(const std::string& ref) { return "preservation/" + ref; }
base::Path path_of(const Deployment& deployment, const std::string& ref) {
  return deployment.layout.state() / "preserved" / ref;
}

/// Length, text, zeroes up to the step.
std::string padded(const std::string& text, std::size_t identifiers) {
  const std::size_t step = snapshot_bytes * std::max<std::size_t>(identifiers, 1);
  const std::size_t steps = std::bit_ceil((length_bytes + text.size() + step - 1) / step);
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((text.size() >> shift) & 0xff);
  out += text;
  out.resize(step * steps, '\0');
  return out;
}

base::Result<std::string> unpadded(const std::string& padded_text) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < length_bytes && i < padded_text.size(); ++i)
    size = size << 8 | static_cast<unsigned char>(padded_text[i]);
  if (padded_text.size() < length_bytes || size > padded_text.size() - length_bytes)
    return base::fail(base::Errc::corrupt, "preservation", "", "the snapshot's length is wrong");
  return padded_text.substr(length_bytes, size);
}

Preservation from_row(const store::Row& row) {
  return {.ref = row.text(0),
          .made_at = base::from_unix(row.integer(1)),
          .expires_at = base::from_unix(row.integer(2)),
          .carried_out = row.integer(3) != 0,
          .extended = row.integer(4) != 0,
          .erased = row.integer(5) != 0,
          .identifiers = static_cast<std::size_t>(row.integer(6))};
}
constexpr const char* columns =
    "SELECT ref, made_at, expires_at, carried_out, extended, erased, identifiers FROM preservation";

provider::Question question_of(const legal::Request& request, const legal::Selector& selector, base::Time at) {
  legal::Window window{.from = base::Time{}, .to = at};
  if (selector.window && selector.kind != legal::SelectorKind::ip_address)
    window = {selector.window->from, std::min(selector.window->to, at)};
  return {.selector = selector, .categories = request.data_sought, .as_of = at, .window = window};
}

/// A rule that the question breaks, such as too many accounts at an address, depends on what is held: it is kept inside
/// the snapshot, and outwardly nothing differs.
base::Result<std::vector<provider::Answer>> ask_all(Deployment& deployment, const legal::Request& request,
                                                    base::Time at) {
  std::vector<provider::Answer> answers;
  for (const legal::Selector& selector : request.selectors) {
    auto answer = deployment.connector->ask(question_of(request, selector, at));
    if (!answer && answer.error().code != base::Errc::invalid) return std::unexpected(answer.error());
    if (answer && !answer->source_available) return base::fail(base::Errc::unavailable, "source", "", "did not answer");
    answers.push_back(
        answer ? std::move(*answer)
               : provider::Answer{.selector = selector, .accounts = {}, .account_note = answer.error().message()});
  }
  return answers;
}

base::Result<base::Hash> key_for(Deployment& deployment, const std::string& ref) {
  auto key = deployment.keys->find(key_name(ref));
  if (key || key.error().code != base::Errc::not_found) return key;
  return deployment.keys->create(key_name(ref));
}

base::Result<std::vector<provider::Answer>> snapshot(Deployment& deployment, const std::string& ref) {
  TRY(const base::Hash key, deployment.keys->find(key_name(ref)));
  TRY(const std::string sealed, static_cast<const base::Files&>(deployment.files).read(path_of(deployment, ref)));
  TRY(const std::string plain, crypto::unseal(key, sealed, key_name(ref)));
  TRY(const std::string json, unpadded(plain));
  return answers_from_json(json);
}

}  // namespace

std::vector<store::Migration> preservation_migrations() {
  return {{"app-preservation-001",
           "CREATE TABLE preservation("
           "  ref TEXT PRIMARY KEY,"
           "  made_at INTEGER NOT NULL,"
           "  expires_at INTEGER NOT NULL,"
           "  carried_out INTEGER NOT NULL,"
           "  extended INTEGER NOT NULL,"
           "  extended_by TEXT NOT NULL,"
           "  erased INTEGER NOT NULL,"
           "  identifiers INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE preservation_use("
           "  ref TEXT NOT NULL,"
           "  preserved TEXT NOT NULL,"
           "  actor TEXT NOT NULL,"
           "  at INTEGER NOT NULL,"
           "  PRIMARY KEY(ref, preserved)"
           ") STRICT;"}};
}

std::optional<PreservationTerm> preservation_term(std::string_view instrument) {
  using std::chrono::days;
  if (instrument == "preservation_letter") return PreservationTerm{days(90), days(90)};
  if (instrument == "preservation_order" || instrument == "production_order")
    return PreservationTerm{days(60), days(30)};
  if (legal::is_preservation(instrument)) return PreservationTerm{days(90), days(0)};
  return std::nullopt;
}

base::Result<> plan_preservation(Deployment& deployment, const std::string& ref, const legal::Request& request) {
  const auto term = preservation_term(request.instrument);
  if (!term) return {};
  const base::Time now = deployment.clock.now();
  TRY_VOID(deployment.db.run(
      "INSERT INTO preservation(ref, made_at, expires_at, carried_out, extended, extended_by, erased, identifiers)"
      " VALUES(?, ?, ?, 0, 0, '', 0, ?)",
      {ref, base::unix_seconds(now), base::unix_seconds(now + term->first),
       static_cast<std::int64_t>(request.selectors.size())}));
  TRY_VOID(add_job(deployment.db, now, JobKind::preserve, ref));
  return add_job(deployment.db, now + term->first, JobKind::end_preservation, ref);
}

base::Result<> carry_out_preservation(Deployment& deployment, const std::string& ref) {
  TRY(const Preservation planned, preservation(deployment, ref));
  if (planned.carried_out || planned.erased) return {};
  TRY(const casework::CaseFile file, deployment.casework->find(ref));
  deployment.lookups->asking(preserving, ref);
  const auto answers = ask_all(deployment, file.request, planned.made_at);
  TRY_VOID(deployment.lookups->put_on_file());
  if (!answers) return std::unexpected(answers.error());
  TRY(const base::Hash key, key_for(deployment, ref));
  const std::string plain = padded(answers_to_json(*answers), planned.identifiers);
  TRY_VOID(deployment.files.write_durable(path_of(deployment, ref),
                                          crypto::seal(key, plain, key_name(ref), deployment.random)));
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.db.run("UPDATE preservation SET carried_out = 1 WHERE ref = ?", {ref}));
    return deployment.casework->note_preservation(casework::system_actor, ref, Act::carried_out);
  });
}

base::Result<> expire_preservation(Deployment& deployment, const std::string& ref) {
  TRY(const Preservation kept, preservation(deployment, ref));
  if (kept.erased || kept.expires_at > deployment.clock.now()) return {};
  const auto destroyed = deployment.keys->destroy(key_name(ref));
  if (!destroyed && destroyed.error().code != base::Errc::not_found) return destroyed;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.db.run("UPDATE preservation SET erased = 1 WHERE ref = ?", {ref}));
    return deployment.casework->note_preservation(casework::system_actor, ref, Act::ended);
  }));
  std::error_code ignored;  // without its key the file is noise
  std::filesystem::remove(path_of(deployment, ref), ignored);
  return {};
}

base::Result<std::vector<Preservation>> preservations(Deployment& deployment) {
  std::vector<Preservation> all;
  TRY_VOID(deployment.db.query(std::string(columns) + " ORDER BY expires_at, ref", {},
                               [&](const store::Row& row) -> base::Result<> {
                                 all.push_back(from_row(row));
                                 return {};
                               }));
  return all;
}

std::vector<std::string> not_askable(const Deployment& deployment, const legal::Request& request, base::Time at) {
  std::vector<std::string> refused;
  for (std::size_t i = 0; i < request.selectors.size(); ++i) {
    const auto fit = deployment.connector->check(question_of(request, request.selectors[i], at));
    if (!fit)
      refused.push_back(std::to_string(i + 1) + ": " + std::string(legal::name_of(request.selectors[i].kind)) + ", " +
                        fit.error().rule);
  }
  return refused;
}

base::Result<Preservation> preservation(Deployment& deployment, const std::string& ref) {
  std::optional<Preservation> found;
  TRY_VOID(
      deployment.db.query(std::string(columns) + " WHERE ref = ?", {ref}, [&](const store::Row& row) -> base::Result<> {
        found = from_row(row);
        return {};
      }));
  if (!found) return base::fail(base::Errc::not_found, "ref", ref, "nothing was preserved for this case");
  return *found;
}

base::Result<Preservation> extend_preservation(Deployment& deployment, const std::string& actor,
                                               const std::string& ref) {
  TRY(const Preservation kept, preservation(deployment, ref));
  TRY(const casework::CaseFile file, deployment.casework->find(ref));
  if (kept.erased || kept.expires_at <= deployment.clock.now())
    return base::fail(
        base::Errc::conflict, "ref", ref,
        "the preservation ended on " + base::format_time(kept.expires_at) + ": there is nothing to extend");
  const auto term = preservation_term(file.request.instrument);
  if (kept.extended || !term || term->extension == std::chrono::days(0))
    return base::fail(base::Errc::conflict, "ref", ref,
                      "a preservation is extended once at most (Regulation (EU) 2023/1543 Art. 11; 18 USC 2703(f)(2))");
  const base::Time until = kept.expires_at + term->extension;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.db.run("UPDATE preservation SET expires_at = ?, extended = 1, extended_by = ? WHERE ref = ?",
                               {base::unix_seconds(until), actor, ref}));
    TRY_VOID(deployment.casework->note_preservation(actor, ref, Act::extended));
    return add_job(deployment.db, until, JobKind::end_preservation, ref);
  }));
  return preservation(deployment, ref);
}

base::Result<> use_preservation(Deployment& deployment, const std::string& actor, const std::string& ref,
                                const std::string& preserved_ref) {
  TRY(const Preservation kept, preservation(deployment, preserved_ref));
  if (kept.erased || kept.expires_at <= deployment.clock.now())
    return base::fail(base::Errc::conflict, "from", preserved_ref,
                      "the preservation ended on " + base::format_time(kept.expires_at));
  TRY(const casework::CaseFile later, deployment.casework->find(ref));
  TRY(const casework::CaseFile earlier, deployment.casework->find(preserved_ref));
  if (later.request.country != earlier.request.country)
    return base::invalid("from", preserved_ref,
                         "was preserved for " + earlier.request.country + ", the case is of " + later.request.country);
  const auto same = [](const legal::Selector& a, const legal::Selector& b) {
    return a.kind == b.kind && a.value == b.value;
  };
  const bool shared =
      std::any_of(later.request.selectors.begin(), later.request.selectors.end(), [&](const legal::Selector& one) {
        return std::any_of(earlier.request.selectors.begin(), earlier.request.selectors.end(),
                           [&](const legal::Selector& other) { return same(one, other); });
      });
  if (!shared) return base::invalid("from", preserved_ref, "names none of the identifiers of " + ref);
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.db.run(
        "INSERT INTO preservation_use(ref, preserved, actor, at) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
        {ref, preserved_ref, actor, base::unix_seconds(deployment.clock.now())}));
    return deployment.casework->note_preservation(actor, preserved_ref, Act::used);
  });
}

base::Result<> add_preserved(Deployment& deployment, const std::string& ref,
                             const std::vector<PlannedQuestion>& questions, std::vector<provider::Answer>& answers) {
  std::vector<Preservation> usable;
  TRY_VOID(deployment.db.query(
      std::string(columns) +
          " WHERE carried_out = 1 AND erased = 0 AND expires_at > ? AND"
          " (ref = ? OR ref IN (SELECT preserved FROM preservation_use WHERE ref = ?)) ORDER BY made_at, ref",
      {base::unix_seconds(deployment.clock.now()), ref, ref}, [&](const store::Row& row) -> base::Result<> {
        usable.push_back(from_row(row));
        return {};
      }));
  for (const Preservation& one : usable) {
    TRY(const auto kept, snapshot(deployment, one.ref));
    for (std::size_t i = 0; i < answers.size() && i < questions.size(); ++i) {
      if (questions[i].categories.empty()) continue;
      for (const provider::Answer& old : kept) {
        if (old.selector.kind == questions[i].selector.kind && old.selector.value == questions[i].selector.value)
          add_snapshot(answers[i], old, questions[i], one.made_at);
      }
    }
  }
  return {};
}

}  // namespace writ::app
