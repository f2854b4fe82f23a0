#include "app/packages.h"

#include <algorithm>
#include <filesystem>

#include "app/gather.h"
#include "app/jobs.h"
#include "app/letters.h"
#include "app/tell.h"
#include "casework/officer_rows.h"
#include "people/delivery_key.h"

namespace writ::app {

namespace {

using casework::CaseFile;
using casework::State;

constexpr std::size_t rows_a_page = 200;

std::optional<base::Time> last_delivery(const CaseFile& file) {
  const auto found = std::find_if(file.events.rbegin(), file.events.rend(),
                                  [](const casework::Event& event) { return event.kind == "delivered"; });
  return found == file.events.rend() ? std::nullopt : std::optional(found->at);
}

bool noted_since_delivery(const CaseFile& file, std::string_view kind) {
  for (auto event = file.events.rbegin(); event != file.events.rend() && event->kind != "delivered"; ++event) {
    if (event->kind == kind) return true;
  }
  return false;
}

void erase_files(const Deployment& deployment, const std::string& ref) {
  std::error_code ignored;  // sealed to the officer; one that stays is neither shown nor given
  std::filesystem::remove_all(deployment.layout.packages() / ref, ignored);
}

/// A letter about a package; `what` names the texts. One for each delivery and occasion.
base::Result<> write_officer(Deployment& deployment, const CaseFile& file, const std::string& what, base::Time until) {
  const std::string& to = file.request.officer;
  if (file.erased || to.empty()) return {};
  const page::Locale& t = language_for(deployment, to);
  const auto words = [&](const std::string& name) {
    const auto key = page::Key::find("mail.package." + name);
    return key ? t.text(*key, {{"ref", file.ref}, {"time", t.time(until)}}) : std::string();
  };
  return post_letter(deployment, {.id = "package-" + file.ref + "-" + std::to_string(file.revision) + "-" + what,
                                  .to = to,
                                  .subject = words("subject"),
                                  .body = words(what) + "\n\n" + deployment.settings.site_url + "portal/requests/" +
                                          file.ref + "/package\n"});
}

/// Takes part in the caller's transaction. The files are the caller's to erase once it is committed.
base::Result<> seal_again(Deployment& deployment, const people::Person& officer, const CaseFile& file,
                          std::string_view why, const std::string& words_for_desk) {
  TRY_VOID(forget_sealed(deployment, file.ref));
  TRY_VOID(deployment.casework->seal_again(officer.id, file.ref, why));
  TRY_VOID(tell_staff(deployment, file, "gatherer", words_for_desk));
  return write_officer(deployment, file, "again", deployment.clock.now());
}

/// This officer's own cases whose package is sealed and not acknowledged.
base::Result<std::vector<CaseFile>> sealed_cases(Deployment& deployment, const people::Person& officer) {
  std::vector<CaseFile> files;
  const casework::OfficerFilter filter{.email = officer.email, .requester = crypto::sha256(officer.email)};
  for (std::size_t skip = 0;; skip += rows_a_page) {
    TRY(const auto rows, casework::OfficerRows(deployment.db).page(filter, skip, rows_a_page));
    for (const casework::OfficerRow& one : rows) {
      if (one.row.state != State::approved && one.row.state != State::delivered) continue;
      TRY(CaseFile file, deployment.casework->find(one.row.ref));
      if (file.erased || file.request.officer != officer.email) continue;
      if (file.state == State::approved) {
        TRY(const auto sealed, sealed_package(deployment, file.ref));
        if (!sealed) continue;
      }
      files.push_back(std::move(file));
    }
    if (rows.size() < rows_a_page) return files;
  }
}

}  // namespace

bool is_sealed_again(const CaseFile& file) {
  for (auto event = file.events.rbegin(); event != file.events.rend(); ++event) {
    if (event->kind == "delivered") return true;
    if (event->kind == "decided") return false;
  }
  return false;
}

base::Result<> plan_package(Deployment& deployment, const CaseFile& file) {
  const base::Time now = deployment.clock.now();
  TRY_VOID(add_job(deployment.db, now + acknowledge_within, JobKind::acknowledge_reminder, file.ref));
  TRY_VOID(add_job(deployment.db, now + deployment.settings.package_kept, JobKind::end_package, file.ref));
  return write_officer(deployment, file, "ready", now + deployment.settings.package_kept);
}

base::Result<> remind_to_acknowledge(Deployment& deployment, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  const auto at = last_delivery(file);
  if (file.state != State::delivered || !at || *at + acknowledge_within > deployment.clock.now()) return {};
  return write_officer(deployment, file, "remind", *at + deployment.settings.package_kept);
}

base::Result<> expire_package(Deployment& deployment, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  const auto at = last_delivery(file);
  if (!at || *at + deployment.settings.package_kept > deployment.clock.now()) return {};
  erase_files(deployment, ref);
  if (file.erased || noted_since_delivery(file, "package_erased")) return {};
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.casework->note_package_erased(ref));
    return file.state == State::delivered ? write_officer(deployment, file, "erased", *at + deployment.settings.package_kept)
                                          : base::Result<>();
  });
}

base::Result<std::vector<std::string>> replace_delivery_key(Deployment& deployment, const people::Person& officer,
                                                            const std::string& key) {
  std::vector<std::string> refs;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(people::set_delivery_key(deployment.db, deployment.clock, officer.id, key));
    TRY(const people::Person now, deployment.people.find_by_email(officer.email));
    if (now.public_key == officer.public_key) return {};
    TRY(const auto files, sealed_cases(deployment, officer));
    for (const CaseFile& file : files) {
      TRY_VOID(seal_again(deployment, officer, file, "key_changed",
                          "The officer changed the delivery key: gather and seal again, to the new key."));
      refs.push_back(file.ref);
    }
    return {};
  }));
  for (const std::string& ref : refs) erase_files(deployment, ref);
  return refs;
}

base::Result<> ask_package_again(Deployment& deployment, const people::Person& officer, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  const auto at = last_delivery(file);
  if (file.state != State::delivered || !at || *at + deployment.settings.package_kept > deployment.clock.now())
    return base::fail(base::Errc::conflict, ref, std::string(casework::name_of(file.state)),
                      "only a package that was erased before it was acknowledged is sealed again");
  TRY_VOID(deployment.db.transaction([&] {
    return seal_again(deployment, officer, file, "expired",
                      "The officer asks for a package that was erased unread: gather and seal it again.");
  }));
  erase_files(deployment, ref);
  return {};
}

}  // namespace writ::app
