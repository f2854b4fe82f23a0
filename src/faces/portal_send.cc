#include "faces/portal_send.h"

#include <nlohmann/json.hpp>

#include "app/desk.h"
#include "app/documents.h"
#include "app/officer_letters.h"
#include "casework/officer_rows.h"
#include "crypto/native_host.h"
#include "faces/portal_accounts.h"
#include "http/problem.h"
#include "intake/intake.h"
#include "legal/vocabulary.h"

namespace writ::faces {

using namespace page;
using nlohmann::json;

namespace {

constexpr const char* nonce_script = "/portal.js";

json secrecy_of(const portal::DraftView& view) {
  const std::string kind = view.road == "emergency" ? "none" : view.field("secrecy");
  json secrecy = {{"kind", kind}};
  if (kind == "ordered") secrecy["court"] = view.field("court");
  if (const auto until = portal::typed_day(view.fields, "until"); until && kind != "none")
    secrecy["until"] = base::format_day(*until);
  return secrecy;
}

/// counted-log.md section 2, private 2: of one file its hash, of several that of their hashes, a line each.
std::optional<std::string> document_hash(const portal::DraftView& view) {
  if (view.documents.empty()) return std::nullopt;
  if (view.documents.size() == 1) return view.documents.front().sha256;
  std::string lines;
  for (const portal::DocumentLine& one : view.documents) lines += one.sha256 + "\n";
  return base::to_hex(crypto::sha256(lines));
}

/// The request as an agency's software would have sent it (docs/formats/request.md).
std::string request_json(const portal::DraftView& view, const json& selectors, const std::string& nonce) {
  const bool emergency = view.road == "emergency";
  json request = {{"schema", "writ-request/v1"},
                  {"country", view.officer.country},
                  {"instrument", emergency ? std::string(legal::emergency_instrument) : view.field("instrument")},
                  {"offence", emergency ? "not_stated" : view.field("offence")},
                  {"data_sought", portal::data_sought(view)},
                  {"emergency", emergency},
                  {"mode", "stored"},
                  {"selectors", selectors},
                  {"agency", view.field("agency")},
                  {"officer", view.officer.email},
                  {"nonce", nonce},
                  {"secrecy", secrecy_of(view)}};
  if (!view.field("file_number").empty()) request["file_number"] = view.field("file_number");
  if (const auto hash = document_hash(view)) request["document_sha256"] = *hash;
  return request.dump();
}

/// What the form asks beside the request's own members: sealed with the case, for the desk to read.
std::string statement_of(const portal::DraftView& view) {
  std::string text = "As declared in the portal.\n";
  const auto add = [&](const char* label, const std::string& value) {
    if (!value.empty()) text += std::string(label) + ": " + value + "\n";
  };
  add("Department", view.field("department"));
  add("Signed by", view.field("signatory"));
  add("Office", view.field("signatory_office"));
  add("Legal basis", view.field("legal_basis"));
  if (const auto day = portal::typed_day(view.fields, "signed")) add("Day of signature", base::format_day(*day));
  add("Danger", view.field("danger"));
  add("To whom", view.field("to_whom"));
  add("When", view.field("when"));
  add("Why ordinary process is too slow", view.field("why_now"));
  add("Supervisor (as named by the officer: not a contact)", view.field("supervisor"));
  if (view.field("process") == "yes") add("Promise", "ordinary process within 7 days");
  return text;
}

struct Nonce {
  std::string hex;
  bool ours = false;
};

base::Result<std::string> accept(Call& call, const LoadedDraft& loaded, const legal::Request& request,
                                 const std::string& bytes, bool nonce_ours) {
  app::Deployment& deployment = call.deployment();
  const people::Person& person = call.person();
  std::string ref;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY(const auto accepted, app::Desk(deployment).submit(person, {request}));
    ref = accepted.front().ref;
    TRY_VOID(app::Documents(deployment).move(app::Drafts::subject_of(loaded.draft.id), ref));
    TRY_VOID(app::Drafts(deployment).sent(person.id, loaded.draft.id, ref));
    TRY_VOID(deployment.casework->comment(person.id, ref, statement_of(loaded.view)));
    TRY_VOID(app::plan_receipt_letter(deployment, ref));
    if (nonce_ours) TRY_VOID(deployment.casework->flag(person.id, ref, "nonce_ours", true));
    for (const std::string& email : portal::colleagues_of(loaded.view.fields))
      TRY_VOID(casework::OfficerRows(deployment.db).add_viewer(ref, email));
    return {};
  }));
  app::Drafts(deployment).forget_key(loaded.draft.id);
  // Without a document the form itself is what was submitted: its exact bytes are kept, so that its hash can be shown.
  if (loaded.view.documents.empty())
    static_cast<void>(app::Documents(deployment).add(person.id, ref, "request.json", bytes));
  return ref;
}

Faults faults_before_sending(const Call& call, const Locale& t, const portal::DraftView& view) {
  Faults faults;
  for (const portal::Step& step : portal::steps_of(view.road)) {
    if (!portal::faults_of(t, view, step.slug).empty())
      faults.push_back({"", t.text("portal.fault.steps", {{"title", portal::step_title(t, step.slug)}})});
  }
  if (call.form.text("declaration") != "yes") faults.push_back({"declaration", t.text("portal.fault.declaration")});
  const std::string nonce = call.form.trimmed("nonce");
  if (!nonce.empty() && !base::hash_from_hex(nonce))
    faults.push_back({"nonce", t.text("portal.fault.nonce", {{"value", nonce.substr(0, 80)}})});
  return faults;
}

}  // namespace

http::Response check_again(Call& call, const LoadedDraft& loaded, Faults faults, unsigned status) {
  const auto shown = context(call, std::move(faults));
  return portal_page(call, {.title = shown.t.text("portal.check.title"),
                            .main = portal::check_page(shown, loaded.view),
                            .status = status,
                            .scripts = {nonce_script}});
}

http::Response send_draft(Call& call) {
  const auto loaded = load_draft(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->draft.ref.empty()) return see_other("/portal/requests/" + loaded->draft.ref + "/sent");
  const Locale& t = words(call);
  if (auto faults = faults_before_sending(call, t, loaded->view); !faults.empty())
    return check_again(call, *loaded, std::move(faults), 422);
  app::Deployment& deployment = call.deployment();
  Nonce nonce{.hex = call.form.trimmed("nonce"), .ours = false};
  if (nonce.hex.empty()) nonce = {.hex = base::to_hex(deployment.random.hash()), .ours = true};
  const base::Time now = deployment.clock.now();
  const auto typed = read_accounts(t, loaded->view.fields, now);
  const std::string bytes = request_json(loaded->view, typed.selectors, nonce.hex);
  const auto request = intake::parse_request(bytes, now);
  if (!request) return check_again(call, *loaded, {{"", sentence(request.error())}}, 422);
  const auto ref = accept(call, *loaded, *request, bytes, nonce.ours);
  if (!ref) return check_again(call, *loaded, {{"", sentence(ref.error())}}, http::status_of(ref.error().code));
  return see_other("/portal/requests/" + *ref + "/sent");
}

}  // namespace writ::faces
