// Taking delivery: the sealed package, in one piece or from where a download stopped, and the acknowledgement.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/packages.h"
#include "faces/portal_parts.h"
#include "http/byte_range.h"

namespace writ::faces {

using namespace page;

namespace {

http::Response package(Call& call) {
  const auto loaded = load_request(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->view.package) return see_other(loaded->view.url());
  return portal_page(call, {.title = loaded->view.ref, .main = portal::package_page(context(call), loaded->view)});
}

const std::string& header(const Call& call, const char* name) {
  static const std::string none;
  const auto found = call.request.headers.find(name);
  return found == call.request.headers.end() ? none : found->second;
}

/// The bytes from disk, all or one range (RFC 9110 section 14). The hash is the entity tag: a resumed download is of
/// the same file or starts again.
http::Response send_file(Call& call, const portal::PackageView& package, const base::Path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return not_found(call);
  const std::shared_ptr<const int> owner(new int(descriptor), [](const int* fd) {
    ::close(*fd);
    delete fd;
  });
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return not_found(call);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  http::Response response;
  const std::string etag = "\"" + package.sha256 + "\"";
  response.content_type = "application/octet-stream";
  response.headers["ETag"] = etag;
  response.headers["Accept-Ranges"] = "bytes";
  response.headers["Content-Disposition"] = "attachment; filename=\"" + package.name + "\"";
  http::RangeAnswer range;
  if (const std::string& since = header(call, "if-range"); since.empty() || since == etag)
    range = http::parse_range(header(call, "range"), size);
  if (range.kind == http::RangeKind::unsatisfiable) {
    response.status = 416;
    response.headers["Content-Range"] = "bytes */" + std::to_string(size);
    return response;
  }
  http::ByteRange part{0, size};
  if (range.kind == http::RangeKind::part) {
    part = range.range;
    response.status = 206;
    response.headers["Content-Range"] = "bytes " + std::to_string(part.offset) + "-" +
                                        std::to_string(part.offset + part.length - 1) + "/" + std::to_string(size);
  }
  response.file = http::FileBody{owner, part.offset, part.length};
  return response;
}

http::Response package_file(Call& call) {
  const auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  const auto& package = loaded->view.package;
  if (!package) return not_found(call);
  if (!package->present)
    return portal_page(
        call, {.title = loaded->view.ref, .main = portal::package_page(context(call), loaded->view), .status = 410});
  return send_file(call, *package, call.deployment().layout.packages() / loaded->view.ref / package->name);
}

http::Response again(Call& call) {
  const auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  // Sent twice: the case waits to be sealed already.
  if (loaded->view.stage == "approved") return see_other(loaded->view.url());
  const auto done = app::ask_package_again(call.deployment(), call.person(), loaded->view.ref);
  if (!done) return error_page(call, done.error());
  return see_other(call, loaded->view.url(), words(call).text("portal.word.again"));
}

http::Response acknowledge(Call& call) {
  const auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  const std::string url = loaded->view.url("package");
  // Sent twice: it was acknowledged the first time.
  if (loaded->view.stage != "delivered") return see_other(loaded->view.package ? url : loaded->view.url());
  const auto done = call.deployment().casework->acknowledge(call.person().id, loaded->view.ref);
  if (!done) return error_page(call, done.error());
  return see_other(call, url, words(call).text("portal.word.acknowledged"));
}

}  // namespace

std::vector<Route> portal_package_routes() {
  const Access requester = roles({"requester"});
  return {{"GET", "/portal/requests/{ref}/package", requester, package},
          {"GET", "/portal/requests/{ref}/package/file", requester, package_file},
          {"POST", "/portal/requests/{ref}/package/again", requester, again},
          {"POST", "/portal/requests/{ref}/acknowledge", requester, acknowledge}};
}

}  // namespace writ::faces
