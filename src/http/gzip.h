// Files on their way to a reader, made small (RFC 1952). Only for what everybody may read: a page that holds a secret
// beside what a stranger wrote must not be compressed (the attack called BREACH).
#pragma once

#include <string>
#include <string_view>

namespace writ::http {

/// Does an Accept-Encoding header take gzip (RFC 9110 section 12.5.3)? A weight of 0 refuses it.
bool takes_gzip(std::string_view accept_encoding);

/// Is this type of content made smaller by it: text, JSON, drawings, WebAssembly; not fonts and pictures.
bool is_compressible(std::string_view content_type);

/// The same bytes for the same content: no time, no name.
std::string gzip(std::string_view content);

}  // namespace writ::http
