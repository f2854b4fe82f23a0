// Folders served as they are: the report site, the log's tiles, bundles, policy files. Nothing here needs a token.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "http/server.h"

namespace writ::http {

/// `prefix` begins and ends with "/" and stands for the folder; a prefix without a "/" at its end is one file
/// ("/policy.txt").
struct Mount {
  std::string prefix;
  std::filesystem::path source;
  /// Access-Control-Allow-Origin: *, so that a verifier on any page can read it: log, bundles, .well-known.
  bool any_origin = false;
};

/// GET and HEAD of regular files. The longest prefix that matches decides. A folder is its index.html; without the "/"
/// at its end it redirects. Names that begin with "." are not served, except .well-known; nor is what a symbolic link
/// leads to outside of the mount. ETag and If-None-Match, one byte range, If-Range. Files are read anew for each
/// request.
class StaticFiles {
 public:
  explicit StaticFiles(std::vector<Mount> mounts);
  Response serve(const Request& request) const;

 private:
  std::vector<Mount> mounts_;  // longest prefix first
};

/// By the ending of the name; application/octet-stream if unknown.
std::string content_type_of(const std::filesystem::path& name);

}  // namespace writ::http
