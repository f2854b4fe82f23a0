// What a page of the public site may load: the same for the header of the server and for the page itself, which may
// stand on a plain file server that sends no header (faces.md section 7).
#pragma once

#include <string>
#include <string_view>

namespace writ::page {

/// Of the page or module at `path` ("/verify/", "/de/verify/index.html"), without who may frame it.
/// Nothing from elsewhere. Only the two pages that run the verifier may compile WebAssembly; /verify/, and the worker
/// that fetches for it, also read the log of another site whose address a reader gives; /receipt/, where confidential
/// files are opened, reads from this site alone.
std::string content_policy(std::string_view path);

/// Only what is made for it may stand in another page's frame. Holds in a header alone (CSP level 3, section 3.3).
std::string_view frame_policy(std::string_view path);

}  // namespace writ::page
