// `writ report site`: everything that anybody may read, in one folder for a plain web server or CDN.
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "app/settings.h"
#include "base/files.h"
#include "cli/opened.h"
#include "cli/report_site.h"
#include "http/openapi.h"

namespace writ::cli {

namespace {

namespace fs = std::filesystem;

base::Result<> publish(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return {};  // a deployment whose first tick or first period is still to come
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
  if (error) return base::fail(base::Errc::unavailable, "file", from.string(), "cannot be copied to " + to.string() + ": " + error.message());
  return {};
}

/// What is there already might be somebody's: nothing of it is replaced or mixed with ours.
base::Result<> is_new_or_empty(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return {};
  if (fs::is_directory(folder, error) && fs::is_empty(folder, error) && !error) return {};
  return base::invalid("folder", folder.string(), "must be new or empty");
}

base::Result<> is_deployment(const app::Layout& layout) {
  std::error_code error;
  if (fs::exists(layout.site() / "index.html", error)) return {};
  return base::invalid("root", layout.root.string(), "has no site/index.html: it is no deployment, or `writ serve` has never run in it");
}

/// "/a/b/" is a folder's own place in the export, not a file without a name in it.
fs::path below(const fs::path& out, const std::string& url) {
  const fs::path place = out / fs::path(url).relative_path();
  return place.has_filename() ? place : place.parent_path();
}

base::Result<> export_site(const app::Layout& layout, const fs::path& out) {
  TRY_VOID(is_deployment(layout));
  TRY_VOID(is_new_or_empty(out));
  for (const app::PublicPlace& place : app::public_places(layout)) TRY_VOID(publish(place.source, below(out, place.url)));
  base::DiskFiles files;
  return files.write(out / "openapi.json", http::openapi_document());
}

}  // namespace

int run_report_site(const ReportSiteArguments& arguments) {
  if (const auto done = export_site(app::Layout{arguments.root}, arguments.folder); !done) return report_error(done.error());
  std::printf("%s: report site, log, bundles and policies; serve it as it is\n", arguments.folder.c_str());
  return 0;
}

}  // namespace writ::cli
