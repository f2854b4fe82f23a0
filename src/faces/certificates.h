// Client certificates in both faces: what the front passes on, signing in with one, and the page where a person keeps them.
#pragma once

#include "faces/resume.h"
#include "page/html.h"

namespace writ::faces {

/// The front's own word, so that nobody else on this machine is believed: 32 to 200 characters, at the file's beginning.
/// denied if others may read it.
base::Result<std::string> read_front_secret(const base::Path& file);

/// PEM of the certificate whose key the browser holds, as the front says; nullopt if it says none, or if who says it is
/// not the front. Either `Client-Cert` of RFC 9440, or nginx's escaped PEM in the same field.
std::optional<std::string> shown_certificate(const Call& call);

/// For the sign-in page; empty unless a certificate is shown.
page::Html certificate_part(Call& call, const Waiting& waiting);
/// For the page of an officer's invitation: in place of password and code. Empty unless a certificate is shown.
page::Html certificate_invitation_part(Call& call);
/// A person's certificates, each with a button that posts to `remove_action`.
base::Result<page::Html> certificate_list(Call& call, const std::string& person, const std::string& remove_action);
std::vector<Route> certificate_routes();

}  // namespace writ::faces
