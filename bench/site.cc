// rooms: report log_builder
// The public site: how long it takes to make, and how much its heavy pages weigh beside their budgets (design:
// faces.md, checks 9 and 12).
//   bench_site DEPLOYMENT [OUT]   makes the site of the bundles of a deployment, five languages, and writes it into
//   OUT; bench_site                    200 countries in 40 quarters: weights after gzip of /countries/, its orders and
//   matrix.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "large_site.h"
#include "report/pages.h"
#include "report/site.h"
#include "report/site_data.h"

using namespace writ;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int make(const std::filesystem::path& deployment, const char* out) {
  const base::DiskFiles files;
  report::SiteOptions options{.provider_name = "Example Messenger",
                              .origin = "messenger.example/writ/test",
                              .synthetic = true,
                              .made_at = *base::parse_time("2025-02-01T00:00:00Z"),
                              .bundles = {},
                              .policies = {},
                              .holdings_profile = read(deployment / "state" / "profile.toml"),
                              .source_build = "bench"};
  options.contact = "transparency@messenger.example";
  for (const auto& one : std::filesystem::directory_iterator(deployment / "bundles"))
    options.bundles.push_back(one.path());
  for (const auto& one : std::filesystem::directory_iterator(deployment / "policies"))
    if (one.path().extension() == ".toml")
      if (auto policy = policy::Policy::parse(read(one.path()), one.path().filename().string()))
        options.policies.push_back(*policy);
  const auto start = std::chrono::steady_clock::now();
  const auto made = report::make_site(files, options);
  if (!made) {
    std::fprintf(stderr, "%s\n", made.error().message().c_str());
    return 1;
  }
  std::size_t bytes = 0;
  for (const auto& [name, content] : *made) bytes += content.size();
  std::printf("made %zu files, %.1f MB, in %.2f s\n", made->size(), static_cast<double>(bytes) / 1e6,
              seconds_since(start));
  if (out == nullptr) return 0;
  for (const auto& [name, content] : *made) {
    const std::filesystem::path path = std::filesystem::path(out) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }
  return 0;
}

int weigh() {
  report::SiteData site = report_test::large_site();
  bool within = true;
  for (const page::Language language : page::languages) {
    site.speak(language);
    const auto start = std::chrono::steady_clock::now();
    const auto pages = report::country_list_pages(site);
    const double took = seconds_since(start);
    std::size_t list = 0;
    std::size_t matrix = 0;
    for (const auto& [name, content] : pages)
      (name.ends_with("matrix/index.html") ? matrix : list) =
          std::max(name.ends_with("matrix/index.html") ? matrix : list, report_test::zipped(content));
    std::printf("%-8s heaviest list %zu of %zu bytes, matrix %zu of %zu bytes; %zu pages in %.2f s\n",
                std::string(page::tag_of(language)).c_str(), list, report_test::list_budget, matrix,
                report_test::matrix_budget, pages.size(),
                took);
    within = within && list <= report_test::list_budget && matrix <= report_test::matrix_budget;
  }
  return within ? 0 : 1;
}

}  // namespace

int main(int count, char** words) { return count > 1 ? make(words[1], count > 2 ? words[2] : nullptr) : weigh(); }
