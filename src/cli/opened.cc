#include "cli/opened.h"

#include <cstdio>

namespace writ::cli {

int report_error(const base::Error& error) {
  std::fprintf(stderr, "writ: %s\n", error.message().c_str());
  return error.code == base::Errc::unavailable || error.code == base::Errc::not_found ? 2 : 1;
}

base::Result<std::unique_ptr<Opened>> open_deployment(const std::string& root, bool sequence) {
  auto opened = std::make_unique<Opened>();
  const app::Layout layout{root};
  const base::DiskFiles files;
  TRY(const app::Settings settings, app::read_settings(files, layout));
  opened->clock = std::make_unique<base::ShiftedClock>(settings.clock_offset);
  TRY(opened->deployment, app::Deployment::open({.root = root, .clock = *opened->clock, .random = opened->random, .sequence = sequence, .share = WRIT_SHARE_DIR}));
  return opened;
}

base::Result<people::Person> sign_in(Opened& opened, const std::string& token_file) {
  TRY(std::string token, static_cast<base::Files&>(opened.deployment->files).read(token_file));
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' ')) token.pop_back();
  return app::Desk(*opened.deployment).sign_in(token);
}

}  // namespace writ::cli
