// A request that was sent: where it is, its receipts, and the side roads.
#include "app/desk.h"
#include "app/documents.h"
#include "app/receipts.h"
#include "faces/portal_parts.h"
#include "http/problem.h"
#include "intake/intake.h"

namespace writ::faces {

using namespace page;

namespace {

using Page = Html (*)(const portal::Context&, const portal::CaseView&);

http::Response shown(Call& call, base::Result<LoadedRequest> loaded, Page page_function, Faults faults = {},
                     unsigned status = 200) {
  if (!loaded) return error_page(call, loaded.error());
  const auto with = context(call, std::move(faults));
  return portal_page(call, {.title = loaded->view.ref, .main = page_function(with, loaded->view), .status = status});
}

http::Response status_page(Call& call) { return shown(call, load_request(call), portal::case_page); }
http::Response sent(Call& call) { return shown(call, load_own_request(call), portal::sent_page); }

/// A page that asks for one text, in the states where it means something; else back to the case.
http::Response ask(Call& call, bool (*fits)(const portal::CaseView&), Page page_function) {
  auto loaded = load_own_request(call);
  if (loaded && !fits(loaded->view)) return see_other(loaded->view.url());
  return shown(call, std::move(loaded), page_function);
}

bool waits_for_answer(const portal::CaseView& view) { return view.stage == "clarification"; }
bool can_withdraw(const portal::CaseView& view) { return view.can_withdraw(); }
bool can_review(const portal::CaseView& view) {
  return view.refusal && !view.refusal->review_asked && view.now <= view.refusal->review_until;
}

http::Response ask_answer(Call& call) { return ask(call, waits_for_answer, portal::answer_page); }
http::Response ask_withdraw(Call& call) { return ask(call, can_withdraw, portal::withdraw_page); }
http::Response ask_review(Call& call) { return ask(call, can_review, portal::review_page); }

/// What all three have in common: a text that is not empty, an act, a word. A form sent twice leads to the case.
struct Act {
  const char* field;
  bool (*fits)(const portal::CaseView&);
  Page page;
  base::Result<> (*act)(Call&, const LoadedRequest&, const std::string& text);
  Key word;
};

http::Response do_act(Call& call, const Act& act) {
  auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!act.fits(loaded->view)) return see_other(loaded->view.url());
  const Locale& t = words(call);
  const std::string text = call.form.trimmed(act.field);
  loaded->view.typed[act.field] = call.form.text(act.field);
  const std::string url = loaded->view.url();
  if (text.empty())
    return shown(call, std::move(loaded), act.page, {{act.field, t.text("portal.fault.text_empty")}}, 422);
  const auto done = act.act(call, *loaded, text);
  if (!done) {
    const std::string field = done.error().field == "document" ? "document" : act.field;
    return shown(call, std::move(loaded), act.page, {{field, done.error().rule}}, http::status_of(done.error().code));
  }
  return see_other(call, url, t.text(act.word));
}

base::Result<> answer(Call& call, const LoadedRequest& loaded, const std::string& text) {
  app::Deployment& deployment = call.deployment();
  if (const http::Upload* file = call.form.upload("document"); file != nullptr)
    TRY_VOID(app::Documents(deployment).add(call.person().id, loaded.view.ref, file->file_name, file->content));
  return app::Desk(deployment).answer(call.person(), loaded.view.ref, text);
}

base::Result<> withdraw(Call& call, const LoadedRequest& loaded, const std::string& text) {
  return app::Desk(call.deployment()).withdraw(call.person(), loaded.view.ref, text);
}

/// The case is flagged for the desk's lists; the words are sealed with it.
base::Result<> review(Call& call, const LoadedRequest& loaded, const std::string& text) {
  app::Deployment& deployment = call.deployment();
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.casework->comment(call.person().id, loaded.view.ref, "Review asked for: " + text));
    return deployment.casework->flag(call.person().id, loaded.view.ref, casework::review_flag, true);
  });
}

http::Response take_answer(Call& call) {
  return do_act(call, {"answer", waits_for_answer, portal::answer_page, answer, "portal.word.answered"});
}
http::Response take_withdraw(Call& call) {
  return do_act(call, {"withdraw", can_withdraw, portal::withdraw_page, withdraw, "portal.word.withdrawn"});
}
http::Response take_review(Call& call) {
  return do_act(call, {"review", can_review, portal::review_page, review, "portal.word.review"});
}

http::Response attachment(const std::string& name, const std::string& type, std::string content) {
  http::Response response;
  response.content_type = type;
  response.headers["Content-Disposition"] = "attachment; filename=\"" + name + "\"";
  response.body = std::move(content);
  return response;
}

http::Response receipt_file(Call& call) {
  const auto loaded = load_request(call);
  if (!loaded) return error_page(call, loaded.error());
  const auto receipts = app::receipts_of(call.deployment(), loaded->view.ref);
  if (!receipts) return error_page(call, receipts.error());
  const std::string folder = call.param("folder") == "request" ? "" : call.param("folder");
  const std::string& name = call.param("name");
  for (const auto& one : *receipts) {
    if (one.folder != folder) continue;
    for (disclosure::File& file : app::files_of(one)) {
      if (name == file.name)
        return attachment(name, name.ends_with(".json") ? "application/json" : "text/plain; charset=utf-8",
                          std::move(file.content));
    }
  }
  return not_found(call);
}

/// All receipts in one file: after sending, on the page of the request, and with the package.
http::Response receipts_archive(Call& call) {
  const auto loaded = load_request(call);
  if (!loaded) return error_page(call, loaded.error());
  if (loaded->view.erased) return not_found(call);
  auto archive = app::receipts_zip(call.deployment(), loaded->view.ref);
  if (!archive) return error_page(call, archive.error());
  return attachment(loaded->view.ref + "-receipts.zip", "application/zip", std::move(*archive));
}

http::Response request_file(Call& call) {
  const auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  if (loaded->view.erased) return not_found(call);
  return attachment(loaded->view.ref + ".json", "application/json", intake::to_json(loaded->file.request));
}

http::Response document_file(Call& call) {
  const auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  const app::Documents documents(call.deployment());
  const auto document = documents.find(loaded->view.ref, call.param("document"));
  if (!document) return error_page(call, document.error());
  auto content = documents.content(*document);
  if (!content) return error_page(call, content.error());
  // The sender's name for it stays out of the header: it may name a person.
  return attachment(loaded->view.ref + "-document", "application/octet-stream", std::move(*content));
}

}  // namespace

std::vector<Route> portal_case_routes() {
  const Access requester = roles({"requester"});
  return {{"GET", "/portal/requests/{ref}", requester, status_page},
          {"GET", "/portal/requests/{ref}/sent", requester, sent},
          {"GET", "/portal/requests/{ref}/request.json", requester, request_file},
          {"GET", "/portal/requests/{ref}/documents/{document}", requester, document_file},
          {"GET", "/portal/requests/{ref}/receipts.zip", requester, receipts_archive},
          {"GET", "/portal/requests/{ref}/receipts/{folder}/{name}", requester, receipt_file},
          {"GET", "/portal/requests/{ref}/answer", requester, ask_answer},
          {"POST", "/portal/requests/{ref}/answer", requester, take_answer},
          {"GET", "/portal/requests/{ref}/withdraw", requester, ask_withdraw},
          {"POST", "/portal/requests/{ref}/withdraw", requester, take_withdraw},
          {"GET", "/portal/requests/{ref}/review", requester, ask_review},
          {"POST", "/portal/requests/{ref}/review", requester, take_review}};
}

}  // namespace writ::faces
