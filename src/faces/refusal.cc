#include "faces/refusal.h"

#include "faces/faces.h"
#include "faces/respond.h"
#include "page/document.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr const char* seconds_to_wait = "5";

struct Words {
  Key title;
  Key what;
  Key next;
};

std::optional<Words> words_of(unsigned status) {
  switch (status) {
    case 408:
      return Words{"refused.408.title", "refused.408.what", "refused.408.next"};
    case 413:
      return Words{"refused.413.title", "refused.413.what", "refused.413.next"};
    case 431:
      return Words{"refused.431.title", "refused.431.what", "refused.431.next"};
    case 503:
      return Words{"refused.503.title", "refused.503.what", "refused.503.next"};
    default:
      return std::nullopt;
  }
}

/// What the address says, else the browser: who it is has not been read.
Language language_for(const http::Refused& refused) {
  for (const Language one : languages) {
    if (const auto prefix = path_prefix(one); !prefix.empty() && refused.path.starts_with("/" + std::string(prefix)))
      return one;
  }
  return preferred(refused.accept_language);
}

}  // namespace

std::optional<http::Response> refusal_page(const http::Refused& refused, const std::string& provider_name,
                                           bool synthetic) {
  const auto words = words_of(refused.status);
  if (!words || refused.accept.find("text/html") == std::string::npos || refused.path.starts_with("/api/"))
    return std::nullopt;
  const Face face = !Faces::serves(refused.path)            ? Face::site
                    : refused.path.starts_with("/portal") ? Face::portal
                                                            : Face::desk;
  const Locale& t = Locale::of(language_for(refused));
  const std::string home = face == Face::portal ? "/portal/" : face == Face::desk ? "/desk/" : "/";
  Document page{.face = face,
                .language = std::string(t.tag()),
                .title = t.text(words->title),
                .provider_name = provider_name,
                .home = home,
                .icon = "/favicon.svg",
                .stylesheets = {"/style.css"},
                .ribbon = synthetic ? t.text("door.synthetic") : std::string(),
                .main = h1(t.html(words->title)) + p(t.html(words->what)) +
                        p(t.html(words->next, {{"home", Href{home}}}))};
  http::Response response;
  response.status = refused.status;
  response.body = document(page);
  add_security_headers(response);
  if (refused.status == 503) response.headers["Retry-After"] = seconds_to_wait;
  return response;
}

}  // namespace writ::faces
