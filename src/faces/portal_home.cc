// The officer's start page and account.
#include <algorithm>

#include "app/packages.h"
#include "app/portal_store.h"
#include "casework/officer_rows.h"
#include "crypto/native_host.h"
#include "faces/portal_parts.h"
#include "faces/portal_preserve.h"
#include "http/problem.h"
#include "portal/home_pages.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t rows_a_page = 25;
constexpr std::size_t needed_shown = 10;
constexpr std::uint64_t page_max = 100'000;

portal::HomeRow row_of(const casework::OfficerRow& one) {
  return {.ref = one.row.ref,
          .stage = stage_of(one.row.state),
          .emergency = one.row.emergency,
          .received_at = one.row.received_at,
          .due_at = one.row.due_at,
          .changed = one.changed};
}

casework::OfficerFilter own_cases(Call& call) {
  return {.email = call.person().email, .requester = crypto::sha256(call.person().email)};
}

/// A wrong day is told and filters nothing.
void read_filter(Call& call, portal::HomeView& view, casework::OfficerFilter& filter, Faults& faults) {
  const std::string group = call.query("group");
  if (group == "you" || group == "open" || group == "ended") {
    filter.group = group;
    view.filter["group"] = group;
  }
  for (const auto& [name, at] : {std::pair("from", &filter.received_from), std::pair("to", &filter.received_to)}) {
    const std::string typed = call.query(name);
    if (typed.empty()) continue;
    const auto day = base::parse_day(typed);
    if (day) {
      *at = base::Time(*day);
      view.filter[name] = typed;
    } else {
      faults.push_back({name, words(call).text("portal.fault.filter_day", {{"value", typed.substr(0, 40)}})});
    }
  }
}

base::Result<> fill_home(Call& call, portal::HomeView& view, Faults& faults) {
  app::Deployment& deployment = call.deployment();
  const casework::OfficerRows rows(deployment.db);
  casework::OfficerFilter needed = own_cases(call);
  needed.group = "you";
  TRY(const auto waiting, rows.page(needed, 0, needed_shown));
  TRY(const auto waiting_count, rows.count(needed));
  for (const auto& one : waiting) view.needed.push_back(row_of(one));
  view.needed_more = static_cast<std::size_t>(waiting_count) - waiting.size();
  TRY(OwnPreservations preserved, own_preservations(call));
  view.preserved = preserved.any;
  view.ending = std::move(preserved.ending);
  casework::OfficerFilter filter = own_cases(call);
  read_filter(call, view, filter, faults);
  view.page = static_cast<std::size_t>(
      std::clamp<std::uint64_t>(legal::parse_int(call.query("page")).value_or(1), 1, page_max));
  TRY(const auto count, rows.count(filter));
  view.count = static_cast<std::size_t>(count);
  TRY(const auto shown, rows.page(filter, (view.page - 1) * rows_a_page, rows_a_page));
  for (const auto& one : shown) view.rows.push_back(row_of(one));
  TRY(const auto drafts, app::Drafts(deployment).list(call.person().id));
  for (const app::Draft& one : drafts) view.drafts.push_back({one.id, one.road, one.changed, one.expires()});
  return {};
}

http::Response home(Call& call) {
  portal::HomeView view{
      .officer = officer_view(call), .now = call.deployment().clock.now(), .rows_a_page = rows_a_page};
  Faults faults;
  if (const auto filled = fill_home(call, view, faults); !filled) return error_page(call, filled.error());
  const unsigned status = faults.empty() ? 200 : 422;
  const auto shown = context(call, std::move(faults));
  return portal_page(
      call, {.title = shown.t.text("portal.home.title"), .main = portal::home_page(shown, view), .status = status});
}

http::Response account_with(Call& call, Faults faults, const std::string& typed_key, unsigned status) {
  portal::AccountView view{.officer = officer_view(call),
                           .now = call.deployment().clock.now(),
                           .sessions = {},
                           .language = std::string(words(call).tag()),
                           .typed_key = typed_key};
  const auto sessions = call.shared.sessions.of(call.person().id);
  if (!sessions) return error_page(call, sessions.error());
  for (const people::Session& one : *sessions)
    view.sessions.push_back({one.id, one.created, one.seen, one.id == call.viewer->session.id});
  const auto shown = context(call, std::move(faults));
  return portal_page(
      call,
      {.title = shown.t.text("portal.account.title"), .main = portal::account_page(shown, view), .status = status});
}

http::Response account(Call& call) { return account_with(call, {}, "", 200); }

http::Response replace_key(Call& call) {
  std::string key = call.form.text("public_key");
  if (const http::Upload* file = call.form.upload("key_file"); file != nullptr) key = file->content;
  const auto done = app::replace_delivery_key(call.deployment(), call.person(), key);
  if (!done) {
    // A secret key is not written back into a page.
    const bool secret = key.find("PRIVATE") != std::string::npos || key.find("SECRET") != std::string::npos;
    return account_with(call, {{"public_key", done.error().rule}}, secret ? "" : key,
                        http::status_of(done.error().code));
  }
  return see_other(call, "/portal/account#key", words(call).text("portal.word.key", {{"n", done->size()}}));
}

http::Response end_session(Call& call) {
  const std::string& id = call.form.text("session");
  const auto sessions = call.shared.sessions.of(call.person().id);
  if (!sessions) return error_page(call, sessions.error());
  for (const people::Session& one : *sessions) {
    if (one.id != id || one.id == call.viewer->session.id) continue;
    if (const auto ended = call.shared.sessions.end(id); !ended) return error_page(call, ended.error());
    return see_other(call, "/portal/account#sessions", words(call).text("portal.word.session"));
  }
  return see_other("/portal/account#sessions");
}

http::Response choose_language(Call& call) {
  const auto language = language_of(call.form.text("language"));
  if (!language) return see_other("/portal/account#language");
  const auto kept =
      app::PortalStore(call.deployment().db).choose_language(call.person().id, std::string(tag_of(*language)));
  if (!kept) return error_page(call, kept.error());
  return see_other(call, "/portal/account#language", Locale::of(*language).text("portal.word.language"));
}

}  // namespace

std::vector<Route> portal_home_routes() {
  const Access requester = roles({"requester"});
  return {{"GET", "/portal/home", requester, home},
          {"GET", "/portal/account", signed_in(), account},
          {"POST", "/portal/account/key", signed_in(), replace_key},
          {"POST", "/portal/account/session", signed_in(), end_session},
          {"POST", "/portal/account/language", signed_in(), choose_language}};
}

}  // namespace writ::faces
