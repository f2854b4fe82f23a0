#include "report/assets.h"

namespace writ::report {

base::Path built_assets() { return WRIT_WEB_DIR; }

base::Result<SiteFiles> read_assets(const base::Files& files, const base::Path& folder) {
  const base::Path list = folder / "assets.txt";
  if (!files.exists(list)) return SiteFiles{{"style.css", std::string(plain_style())}};
  TRY(const std::string names, files.read(list));
  SiteFiles out;
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find('\n', at), names.size());
    const std::string name = names.substr(at, end - at);
    at = end + 1;
    if (name.empty() || name.front() == '/' || name.contains(".."))
      return base::fail(base::Errc::corrupt, list.string(), name, "names no file below its folder");
    TRY(std::string content, files.read(folder / name));
    out.emplace_back(name, std::move(content));
  }
  return out;
}

}  // namespace writ::report
