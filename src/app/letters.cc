#include "app/letters.h"

#include <nlohmann/json.hpp>

#include "app/desk_store.h"
#include "app/jobs.h"
#include "app/mail.h"
#include "app/portal_store.h"

namespace writ::app {

namespace {

constexpr std::chrono::minutes look_again_after{10};  // for a mail server that could not be reached
constexpr std::chrono::hours refused_again_after{1};

std::string label(const std::string& id) { return "letter/" + id; }

struct Waiting {
  Letter letter;
  std::int64_t tries = 0;
};

base::Result<std::optional<Waiting>> next_letter(Deployment& deployment) {
  std::optional<Waiting> found;
  std::string sealed;
  TRY_VOID(deployment.db.query("SELECT id, tries, sealed FROM letter WHERE due_at <= ? ORDER BY due_at, id LIMIT 1",
                               {base::unix_seconds(deployment.clock.now())}, [&](const store::Row& row) -> base::Result<> {
                                 found = Waiting{.letter = {.id = row.text(0), .to = {}, .subject = {}, .body = {}},
                                                 .tries = row.integer(1)};
                                 sealed = row.text(2);
                                 return {};
                               }));
  if (!found) return found;
  Letter& letter = found->letter;
  TRY(const base::Hash key, letters_key(deployment));
  TRY(const std::string text, crypto::unseal(key, sealed, label(letter.id)));
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return base::fail(base::Errc::corrupt, "letter", letter.id, "is not a letter");
  letter.to = json.value("to", "");
  letter.subject = json.value("subject", "");
  letter.body = json.value("body", "");
  return found;
}

base::Result<> forget(Deployment& deployment, const std::string& id) {
  return deployment.db.run("DELETE FROM letter WHERE id = ?", {id});
}

base::Result<> refused(Deployment& deployment, const Waiting& one, const base::Error& error) {
  if (one.tries + 1 < letter_tries_max)
    return deployment.db.run(
        "UPDATE letter SET tries = tries + 1, due_at = ? WHERE id = ?",
        {base::unix_seconds(deployment.clock.now() + refused_again_after), one.letter.id});
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(DeskStore(deployment.db, deployment.clock)
                 .audit(casework::system_actor, "letter_given_up", "", one.letter.id + ": " + error.rule));
    return forget(deployment, one.letter.id);
  });
}

}  // namespace

std::vector<store::Migration> letter_migrations() {
  // sealed: JSON of address, subject and text under the ring's key "letters".
  return {{"app-letters-001",
           "CREATE TABLE letter("
           "  id TEXT PRIMARY KEY,"
           "  due_at INTEGER NOT NULL,"
           "  tries INTEGER NOT NULL,"
           "  sealed BLOB NOT NULL"
           ") STRICT;"}};
}

base::Result<> post_letter(Deployment& deployment, const Letter& letter) {
  const base::Time now = deployment.clock.now();
  TRY(const base::Hash key, letters_key(deployment));
  const std::string text =
      nlohmann::json{{"to", letter.to}, {"subject", letter.subject}, {"body", letter.body}}.dump();
  TRY_VOID(deployment.db.run(
      "INSERT INTO letter(id, due_at, tries, sealed) VALUES(?, ?, 0, ?) ON CONFLICT DO NOTHING",
      {letter.id, base::unix_seconds(now),
       store::Value::blob(crypto::seal(key, text, label(letter.id), deployment.random))}));
  return add_job(deployment.db, now, JobKind::letters, "");
}

base::Result<std::int64_t> letters_waiting(Deployment& deployment) {
  TRY(const auto count, deployment.db.integer("SELECT count(*) FROM letter"));
  return count.value_or(0);
}

base::Result<std::optional<base::Time>> send_letters(Deployment& deployment, const LetGo& let_go) {
  TRY(const auto transport, open_mail(deployment));
  for (;;) {
    TRY(const auto one, next_letter(deployment));
    if (!one) break;
    const notice::Mail mail{.id = one->letter.id,
                            .from = deployment.settings.mail_from,
                            .to = one->letter.to,
                            .date = deployment.clock.now(),
                            .subject = one->letter.subject,
                            .body = one->letter.body};
    base::Result<> sent;
    let_go([&] { sent = transport->send(mail); });
    if (!sent && sent.error().code == base::Errc::unavailable) return deployment.clock.now() + look_again_after;
    TRY_VOID(sent ? forget(deployment, mail.id) : refused(deployment, *one, sent.error()));
  }
  TRY(const auto due, deployment.db.integer("SELECT min(due_at) FROM letter"));
  if (!due) return std::nullopt;
  return base::from_unix(*due);
}

const page::Locale& language_for(Deployment& deployment, const std::string& email) {
  const auto person = deployment.people.find_by_email(email);
  const auto tag = person ? PortalStore(deployment.db).language(person->id) : base::Result<std::string>("");
  return page::Locale::of(page::language_of(tag.value_or("")).value_or(page::Language::en));
}

}  // namespace writ::app
