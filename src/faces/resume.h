// Signed out in the middle of something: nothing that was typed is lost.
#pragma once

#include "faces/call.h"
#include "page/html.h"

namespace writ::faces {

/// To the sign-in page, and from there back to where the call wanted to go.
http::Response ask_to_sign_in(Call& call);

/// A form arrived without a session: the sign-in page, which carries what was typed.
http::Response sign_in_and_resume(Call& call);

/// Signed in, but the form is not of this session: shows what was typed and asks to send it again.
http::Response confirm_again(Call& call);

/// A sign-in form that is not of this browser's page: with what was typed but the password, and why.
http::Response sign_in_once_more(Call& call);

/// What a sign-in form must carry on: where to go next, and a form that waits, as hidden fields.
struct Waiting {
  std::string next;  // a path of this face; empty = its start page
  std::string path;  // of the form that waits; empty = none
  std::vector<std::pair<std::string, std::string>> fields;
};
Waiting waiting_of(const Call& call);
page::Html hidden_fields(const Waiting& waiting);
/// What was typed, for a page that says why it was not done; `send_again` adds a button that sends just that. Empty
/// unless the call is a form.
page::Html typed_part(Call& call, bool send_again);
/// After sign-in: to `next`, or the page that offers to send the waiting form.
http::Response go_on(Call& call, const Waiting& waiting);

}  // namespace writ::faces
