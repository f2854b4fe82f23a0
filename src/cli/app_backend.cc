#include "cli/app_backend.h"

#include <charconv>

#include "app/case_json.h"
#include "app/publish.h"

namespace writ::cli {

namespace {

base::Result<base::Period> period_of_folder(const base::Path& folder) {
  std::string name = folder.filename().string();
  if (name.size() == 21) name[10] = '/';
  const auto period = base::parse_period(name);
  if (!period) return base::fail(base::Errc::corrupt, folder.string(), "", "is not the folder of a period");
  return *period;
}

/// Casework names the request of a batch in the field (`requests[3].nonce`), and the earlier case in the value of a
/// nonce's conflict; no other conflict has a case.
http::Refusal refusal_of(base::Error error) {
  constexpr std::string_view batch = "requests[";
  http::Refusal refusal{.error = std::move(error)};
  std::string& field = refusal.error.field;
  if (const auto end = field.find("]."); field.starts_with(batch) && end != std::string::npos) {
    std::from_chars(field.data() + batch.size(), field.data() + end, refusal.index);
    field.erase(0, end + 2);
  }
  if (refusal.error.code == base::Errc::conflict && field == "nonce") refusal.earlier_ref = refusal.error.value;
  return refusal;
}

}  // namespace

base::Result<people::Person> AppBackend::authenticate(std::string_view token) {
  const std::scoped_lock hold(lock_);
  return desk_.sign_in(token);
}

std::expected<std::vector<http::Submitted>, http::Refusal> AppBackend::submit(const people::Person& person, std::vector<legal::Request> requests) {
  const std::scoped_lock hold(lock_);
  const auto accepted = desk_.submit(person, std::move(requests));
  if (!accepted) {
    return std::unexpected(refusal_of(accepted.error()));
  }
  std::vector<http::Submitted> submitted;
  for (const casework::Accepted& one : *accepted) submitted.push_back({one.ref, base::to_hex(one.body_root), one.promise, one.promise_opening});
  return submitted;
}

base::Result<std::string> AppBackend::case_view(const people::Person& person, const std::string& ref) {
  const std::scoped_lock hold(lock_);
  TRY(const auto file, desk_.find(person, ref));
  return app::case_json(file, person);
}

base::Result<std::vector<http::ReceiptFile>> AppBackend::receipt(const people::Person& person, const std::string& ref) {
  const std::scoped_lock hold(lock_);
  TRY_VOID(desk_.find(person, ref));
  TRY(const auto receipts, log::receipts_of(deployment_.db, *deployment_.keys, deployment_.files, deployment_.log_settings(), ref));
  std::vector<http::ReceiptFile> files;
  for (const log::Receipt& one : receipts) {
    files.push_back({one.folder, "promise", one.promise});
    files.push_back({one.folder, "promise.opening.json", one.promise_opening});
    if (one.proof.empty()) continue;  // before its tick
    files.push_back({one.folder, "receipt.opening.json", one.opening});
    files.push_back({one.folder, "receipt.tlog-proof", one.proof});
  }
  return files;
}

base::Result<std::vector<http::PublishedReport>> AppBackend::reports() {
  std::vector<http::PublishedReport> reports;
  for (const base::Path& folder : app::published_bundles(deployment_)) {
    TRY(const base::Period period, period_of_folder(folder));
    reports.push_back({period, "/bundles/" + folder.filename().string() + "/"});
  }
  return reports;
}

base::Result<std::string> AppBackend::report(const base::Period& period) {
  return static_cast<base::Files&>(deployment_.files).read(deployment_.layout.bundles() / base::period_name(period) / "report.json");
}

}  // namespace writ::cli
