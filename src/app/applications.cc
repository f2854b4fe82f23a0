#include "app/applications.h"

#include "app/letters.h"
#include "app/portal_store.h"
#include "crypto/native_host.h"
#include "legal/countries.h"
#include "people/invitations.h"

namespace writ::app {

namespace {

constexpr std::size_t text_bytes_max = 200;
constexpr std::size_t written_bytes_max = 2'000;
constexpr std::string_view columns =
    "id, name, email, agency, country, supervisor, state, at, decided_by, contact, reason, language";

Application application_from(const store::Row& row) {
  return {.id = row.text(0),
          .name = row.text(1),
          .email = row.text(2),
          .agency = row.text(3),
          .country = row.text(4),
          .supervisor = row.text(5),
          .state = row.text(6),
          .at = base::from_unix(row.integer(7)),
          .decided_by = row.text(8),
          .contact = row.text(9),
          .reason = row.text(10),
          .language = row.text(11)};
}

base::Result<> check_line(const char* field, const std::string& text, std::size_t most) {
  if (text.empty()) return base::invalid(field, "", "is not empty");
  if (text.size() > most)
    return base::invalid(field, std::to_string(text.size()) + " bytes",
                         "is at most " + std::to_string(most) + " bytes");
  return {};
}

base::Result<> check_application(const Application& application) {
  TRY_VOID(check_line("name", application.name, text_bytes_max));
  if (!notice::is_mail_address(application.email) || application.email.size() > text_bytes_max)
    return base::invalid("email", application.email, "is one e-mail address");
  TRY_VOID(check_line("agency", application.agency, text_bytes_max));
  if (legal::find_country(application.country) == nullptr)
    return base::invalid("country", application.country, "is a country of the list");
  return check_line("supervisor", application.supervisor, text_bytes_max);
}

base::Error dead_link() {
  return {base::Errc::denied, "link", "", "is not good any more: it was used or is older than three days"};
}

}  // namespace

std::vector<store::Migration> application_migrations() {
  return {{"app-applications-001",
           "CREATE TABLE application("
           "  id TEXT PRIMARY KEY,"
           "  hash BLOB NOT NULL UNIQUE,"  // SHA-256 of the link's secret
           "  name TEXT NOT NULL,"
           "  email TEXT NOT NULL,"
           "  agency TEXT NOT NULL,"
           "  country TEXT NOT NULL,"
           "  supervisor TEXT NOT NULL,"
           "  state TEXT NOT NULL,"
           "  at INTEGER NOT NULL,"
           "  decided_by TEXT NOT NULL,"
           "  contact TEXT NOT NULL,"
           "  reason TEXT NOT NULL"
           ") STRICT;"
           "CREATE INDEX application_email ON application(email, at);"
           "CREATE INDEX application_state ON application(state, at);"},
          {"app-applications-002", "ALTER TABLE application ADD COLUMN language TEXT NOT NULL DEFAULT 'en';"}};
}

base::Result<> Applications::post(const Application& application, const std::string& what, const std::string& middle) {
  const page::Locale& t = page::Locale::of(page::language_of(application.language).value_or(page::Language::en));
  const auto words = [&](const std::string& name) {
    const auto key = page::Key::find("mail.apply." + name);
    return key ? t.text(*key, {{"provider", deployment_.settings.provider_name}, {"mailbox", deployment_.settings.mail_from}})
               : std::string();
  };
  return post_letter(deployment_, {.id = "application-" + application.id + (what == "known" ? "-confirm" : "-" + what),
                                   .to = application.email,
                                   .subject = words("subject"),
                                   .body = words(what) + "\n\n" + middle + "\n\n" + words(what + ".after") + "\n"});
}

base::Result<> Applications::apply(Application application) {
  TRY_VOID(check_application(application));
  const std::int64_t now = base::unix_seconds(clock_.now());
  TRY_VOID(deployment_.db.run(
      "DELETE FROM application WHERE (state = 'sent' AND at < ?) OR at < ?",
      {base::unix_seconds(clock_.now() - confirm_within), base::unix_seconds(clock_.now() - application_age_max)}));
  TRY(const auto open, deployment_.db.integer("SELECT count(*) FROM application WHERE state IN ('sent', 'confirmed')"));
  if (static_cast<std::size_t>(open.value_or(0)) >= applications_open_max)
    return base::fail(base::Errc::unavailable, "applications", std::to_string(*open),
                      "too many applications wait: try again in a day");
  TRY(const auto recent,
      deployment_.db.integer("SELECT count(*) FROM application WHERE email = ? AND at > ?",
                             {application.email, base::unix_seconds(clock_.now() - mail_again_after)}));
  if (recent.value_or(0) > 0) return {};
  const bool known = deployment_.people.find_by_email(application.email).has_value();
  const std::string secret = base::to_hex(deployment_.random.hash());
  application.id = base::to_hex(deployment_.random.hash()).substr(0, 32);
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(
        deployment_.db.run("INSERT INTO application(id, hash, name, email, agency, country, supervisor, state, at, "
                           "decided_by, contact, reason, language)"
                           " VALUES(?, ?, ?, ?, ?, ?, ?, 'sent', ?, '', '', '', ?)",
                           {application.id, crypto::sha256(secret), application.name, application.email,
                            application.agency, application.country, application.supervisor, now, application.language}));
    // Whoever has an account never learns the secret, so that row ends as one that nobody confirmed.
    const std::string& site = deployment_.settings.site_url;
    return known ? post(application, "known", site + "portal/")
                 : post(application, "confirm", site + "portal/apply/confirm/" + secret);
  });
}

base::Result<Application> Applications::holder(std::string_view secret) const {
  std::optional<Application> found;
  TRY_VOID(deployment_.db.query(
      "SELECT " + std::string(columns) + " FROM application WHERE hash = ? AND state = 'sent' AND at >= ?",
      {crypto::sha256(secret), base::unix_seconds(clock_.now() - confirm_within)},
      [&](const store::Row& row) -> base::Result<> {
        found = application_from(row);
        return {};
      }));
  if (!found) return std::unexpected(dead_link());
  return std::move(*found);
}

base::Result<> Applications::confirm(std::string_view secret) {
  TRY(const Application application, holder(secret));
  return deployment_.db.run("UPDATE application SET state = 'confirmed', at = ? WHERE id = ?",
                            {base::unix_seconds(clock_.now()), application.id});
}

base::Result<std::vector<Application>> Applications::waiting() const {
  std::vector<Application> list;
  TRY_VOID(deployment_.db.query(
      "SELECT " + std::string(columns) + " FROM application WHERE state = 'confirmed' ORDER BY at, id", {},
      [&](const store::Row& row) -> base::Result<> {
        list.push_back(application_from(row));
        return {};
      }));
  return list;
}

base::Result<Application> Applications::find(const std::string& id) const {
  std::optional<Application> found;
  TRY_VOID(deployment_.db.query("SELECT " + std::string(columns) + " FROM application WHERE id = ? AND state <> 'sent'",
                                {id}, [&](const store::Row& row) -> base::Result<> {
                                  found = application_from(row);
                                  return {};
                                }));
  if (!found) return base::fail(base::Errc::not_found, "application", id, "is not known");
  return std::move(*found);
}

base::Result<> Applications::decide(const people::Person& by, const Application& application, const char* state,
                                    const std::string& contact, const std::string& reason) {
  TRY_VOID(check_line("contact", contact, written_bytes_max));
  if (application.state != "confirmed")
    return base::fail(base::Errc::conflict, "application", application.state, "was decided already");
  return deployment_.db.run(
      "UPDATE application SET state = ?, at = ?, decided_by = ?, contact = ?, reason = ? WHERE id = ?",
      {state, base::unix_seconds(clock_.now()), by.id, contact, reason, application.id});
}

base::Result<> Applications::approve(const people::Person& by, const std::string& id, const std::string& contact) {
  TRY(const Application application, find(id));
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(decide(by, application, "approved", contact, ""));
    TRY(const auto person, deployment_.people.add({.kind = people::PersonKind::officer,
                                                   .name = application.name,
                                                   .email = application.email,
                                                   .roles = {"requester"},
                                                   .public_key = {},
                                                   .agency = application.agency,
                                                   .country = application.country}));
    TRY(const std::string secret, people::Invitations(deployment_.db, clock_, deployment_.random).make(person.id));
    if (!application.language.empty())
      TRY_VOID(PortalStore(deployment_.db).choose_language(person.id, application.language));
    return post(application, "invitation", deployment_.settings.site_url + "portal/invitation/" + secret);
  });
}

base::Result<> Applications::refuse(const people::Person& by, const std::string& id, const std::string& contact,
                                    const std::string& reason) {
  TRY(const Application application, find(id));
  TRY_VOID(check_line("reason", reason, written_bytes_max));
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(decide(by, application, "refused", contact, reason));
    return post(application, "refused", reason);
  });
}

}  // namespace writ::app
