// What was preserved on an officer's own requests: until when, and the one extension that the law allows.
#include "faces/portal_preserve.h"

#include <algorithm>

#include "faces/portal_parts.h"
#include "http/problem.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t rows_a_page = 50;
constexpr std::uint64_t page_max = 100'000;
constexpr std::size_t ending_shown = 10;
constexpr std::chrono::days ends_soon{14};

std::string code_of(app::NoExtension reason) {
  switch (reason) {
    case app::NoExtension::none:
      return "";
    case app::NoExtension::ended:
      return "ended";
    case app::NoExtension::extended:
      return "extended";
    case app::NoExtension::law:
      return "law";
    case app::NoExtension::case_ended:
      return "case_ended";
  }
  std::unreachable();
}

portal::PreservationView view_of(const app::OfficerPreservation& one, base::Time now) {
  const auto term = app::preservation_term(one.instrument);
  return {.ref = one.kept.ref,
          .instrument = one.instrument,
          .made_at = one.kept.made_at,
          .until = one.kept.expires_at,
          .waiting = !one.kept.carried_out && !one.kept.erased,
          .extended = one.kept.extended,
          .no_extension = code_of(app::no_extension(one.kept, one.instrument, one.state, now)),
          .extension = term ? term->extension : std::chrono::days(0)};
}

http::Response list(Call& call) {
  app::Deployment& deployment = call.deployment();
  portal::PreservationList view{.now = deployment.clock.now(), .rows = {}};
  view.page = static_cast<std::size_t>(
      std::clamp<std::uint64_t>(legal::parse_int(call.query("page")).value_or(1), 1, page_max));
  auto rows = app::preservations_of(deployment, call.person(), (view.page - 1) * rows_a_page, rows_a_page + 1);
  if (!rows) return error_page(call, rows.error());
  view.more = rows->size() > rows_a_page;
  if (view.more) rows->pop_back();
  for (const auto& one : *rows) view.rows.push_back(view_of(one, view.now));
  const auto shown = context(call);
  return portal_page(
      call, {.title = shown.t.text("portal.preservation.list"), .main = portal::preservation_list_page(shown, view)});
}

/// not_found unless the request is this officer's own and something was preserved on it.
base::Result<portal::PreservationView> load_own(Call& call) {
  TRY(const LoadedRequest loaded, load_own_request(call));
  if (!loaded.view.preservation)
    return base::fail(base::Errc::not_found, "ref", loaded.view.ref, "nothing was preserved for this case");
  return *loaded.view.preservation;
}

http::Response shown(Call& call, const portal::PreservationView& view, Faults faults = {}, unsigned status = 200) {
  return portal_page(
      call,
      {.title = view.ref, .main = portal::preservation_page(context(call, std::move(faults)), view), .status = status});
}

http::Response ask(Call& call) {
  const auto view = load_own(call);
  return view ? shown(call, *view) : error_page(call, view.error());
}

http::Response extend(Call& call) {
  const auto view = load_own(call);
  if (!view) return error_page(call, view.error());
  const Locale& t = words(call);
  // The page says why; a form sent twice learns that the first one did it.
  if (!view->no_extension.empty()) return shown(call, *view, {}, 409);
  if (call.form.text("renew") != "yes") return shown(call, *view, {{"renew", t.text("portal.fault.renew")}}, 422);
  const auto done = app::extend_own_preservation(call.deployment(), call.person(), view->ref);
  if (!done) return error_page(call, done.error());
  return see_other(call, "/portal/requests/" + view->ref + "#preservation",
                   t.text("portal.word.extended", {{"time", t.time(done->expires_at)}}));
}

}  // namespace

base::Result<std::optional<portal::PreservationView>> preservation_of(Call& call, const casework::CaseFile& file) {
  const auto kept = app::preservation(call.deployment(), file.ref);
  if (!kept && kept.error().code == base::Errc::not_found) return std::nullopt;
  if (!kept) return std::unexpected(kept.error());
  return view_of({.kept = *kept, .instrument = file.request.instrument, .state = file.state},
                 call.deployment().clock.now());
}

base::Result<OwnPreservations> own_preservations(Call& call) {
  const base::Time now = call.deployment().clock.now();
  TRY(const auto rows, app::preservations_of(call.deployment(), call.person(), 0, rows_a_page));
  OwnPreservations own{.any = !rows.empty(), .ending = {}};
  for (const auto& one : rows) {
    auto view = view_of(one, now);
    if (view.no_extension.empty() && view.until - now <= ends_soon && own.ending.size() < ending_shown)
      own.ending.push_back(std::move(view));
  }
  return own;
}

std::vector<Route> portal_preserve_routes() {
  const Access requester = roles({"requester"});
  return {{"GET", "/portal/preservations", requester, list},
          {"GET", "/portal/requests/{ref}/preservation", requester, ask},
          {"POST", "/portal/requests/{ref}/preservation", requester, extend}};
}

}  // namespace writ::faces
