// A request while it is filled in: the choice of a road, the tasks, each step, the documents.
#include "app/documents.h"
#include "faces/portal_parts.h"
#include "faces/portal_send.h"
#include "portal/home_pages.h"

namespace writ::faces {

using namespace page;

namespace {

http::Response new_request(Call& call) {
  const auto shown = context(call);
  return portal_page(call, {.title = shown.t.text("portal.new.title"), .main = portal::new_page(shown)});
}

http::Response begin(Call& call) {
  const std::string road = call.form.text("road");
  const Locale& t = words(call);
  if (road != "ordinary" && road != "preserve" && road != "emergency") {
    const auto shown = context(call, {{"road", t.text("portal.fault.road")}});
    return portal_page(call, {.title = t.text("portal.new.title"), .main = portal::new_page(shown), .status = 422});
  }
  const auto draft =
      app::Drafts(call.deployment())
          .create(call.person().id, road, {{"agency", call.person().agency}, {"phone_country", call.person().country}});
  if (!draft) return error_page(call, draft.error());
  return see_other("/portal/drafts/" + draft->id + (road == "emergency" ? "/emergency" : ""));
}

std::string sent_url(const app::Draft& draft) { return "/portal/requests/" + draft.ref + "/sent"; }

http::Response tasks(Call& call) {
  const auto loaded = load_draft(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->draft.ref.empty()) return see_other(sent_url(loaded->draft));
  if (loaded->draft.road == "emergency") return see_other(loaded->view.url("emergency"));
  const auto shown = context(call);
  return portal_page(call,
                     {.title = shown.t.text("portal.new.title"), .main = portal::task_list_page(shown, loaded->view)});
}

http::Response ask_delete(Call& call) {
  const auto loaded = load_draft(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->draft.ref.empty()) return see_other(sent_url(loaded->draft));
  const auto shown = context(call);
  return portal_page(call,
                     {.title = shown.t.text("portal.delete.title"), .main = portal::delete_page(shown, loaded->view)});
}

http::Response delete_draft(Call& call) {
  const auto removed = app::Drafts(call.deployment()).remove(call.person().id, call.param("id"));
  if (!removed) return error_page(call, removed.error());
  return see_other(call, "/portal/home", words(call).text("portal.word.deleted"));
}

http::Response show_step(Call& call) {
  const auto loaded = load_draft(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->draft.ref.empty()) return see_other(sent_url(loaded->draft));
  const std::string& slug = call.param("step");
  if (portal::find_step(loaded->draft.road, slug) == nullptr) return not_found(call);
  const auto shown = context(call);
  return portal_page(
      call, {.title = portal::step_title(shown.t, slug), .main = portal::step_page(shown, loaded->view, slug)});
}

/// What the form holds of this step, as it goes into the draft. Boxes that are not ticked are sent by no browser.
app::DraftFields typed_fields(const Call& call, const portal::Step& step) {
  app::DraftFields fields;
  for (const std::string_view name : step.fields) {
    std::string value;
    for (const std::string& one : call.form.all(name)) value += (value.empty() ? "" : ",") + one;
    fields[std::string(name)] = value;
  }
  if (const http::Upload* csv = call.form.upload("csv_file"); csv != nullptr && fields.contains("csv")) {
    std::string& text = fields["csv"];
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    text += csv->content;
  }
  return fields;
}

/// A chosen file is kept before anything else is looked at: it survives whatever is wrong with the rest.
base::Result<bool> keep_document(Call& call, const std::string& subject) {
  const http::Upload* file = call.form.upload("document");
  if (file == nullptr) return false;
  TRY_VOID(app::Documents(call.deployment()).add(call.person().id, subject, file->file_name, file->content));
  return true;
}

http::Response step_again(Call& call, const std::string& slug, Faults faults) {
  const auto loaded = load_draft(call);
  if (!loaded) return error_page(call, loaded.error());
  const auto shown = context(call, std::move(faults));
  return portal_page(call, {.title = portal::step_title(shown.t, slug),
                            .main = portal::step_page(shown, loaded->view, slug),
                            .status = 422});
}

http::Response next_after(Call& call, const portal::DraftView& view, const std::string& slug) {
  if (view.road == "emergency") return see_other(view.url("check"));
  if (call.form.text("then") == "list") return see_other(view.url());
  const portal::Step* next = portal::step_after(view.road, slug);
  return see_other(next == nullptr ? view.url() : view.url(std::string(next->slug)));
}

http::Response document_step(Call& call, const LoadedDraft& loaded) {
  const Locale& t = words(call);
  const std::string subject = app::Drafts::subject_of(loaded.draft.id);
  if (const std::string& id = call.form.text("remove"); !id.empty()) {
    const auto removed = app::Documents(call.deployment()).remove(subject, id);
    if (!removed && removed.error().code != base::Errc::not_found) return error_page(call, removed.error());
    return see_other(call, loaded.view.url("document"), t.text("portal.word.removed"));
  }
  const auto kept = keep_document(call, subject);
  if (!kept) return step_again(call, "document", {{"document", kept.error().rule}});
  const std::string& then = call.form.text("then");
  if (*kept) {
    // The draft's age counts from its last change.
    if (const auto touched = app::Drafts(call.deployment()).put(call.person().id, loaded.draft.id, {}); !touched)
      return error_page(call, touched.error());
    if (then == "stay") return see_other(call, loaded.view.url("document"), t.text("portal.word.uploaded"));
    return next_after(call, loaded.view, "document");
  }
  if (then == "stay") return step_again(call, "document", {{"document", t.text("portal.fault.not_chosen")}});
  if (then != "list" && loaded.view.documents.empty())
    return step_again(call, "document", {{"document", t.text("portal.fault.no_document")}});
  return next_after(call, loaded.view, "document");
}

http::Response take_step(Call& call) {
  const auto before = load_draft(call);
  if (!before) return error_page(call, before.error());
  if (!before->draft.ref.empty()) return see_other(sent_url(before->draft));
  const std::string& slug = call.param("step");
  const portal::Step* step = portal::find_step(before->draft.road, slug);
  if (step == nullptr) return not_found(call);
  if (slug == "document") return document_step(call, *before);
  const auto kept = app::Drafts(call.deployment()).put(call.person().id, before->draft.id, typed_fields(call, *step));
  if (!kept) return error_page(call, kept.error());
  if (call.form.text("then") == "list") return see_other(before->view.url());
  const auto after = load_draft(call);
  if (!after) return error_page(call, after.error());
  auto faults = portal::faults_of(words(call), after->view, slug);
  if (!faults.empty()) return step_again(call, slug, std::move(faults));
  return next_after(call, after->view, slug);
}

http::Response show_check(Call& call) {
  const auto loaded = load_draft(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->draft.ref.empty()) return see_other(sent_url(loaded->draft));
  return check_again(call, *loaded, {}, 200);
}

}  // namespace

std::vector<Route> portal_draft_routes() {
  const Access requester = roles({"requester"});
  return {{"GET", "/portal/new", requester, new_request},
          {"POST", "/portal/new", requester, begin},
          {"GET", "/portal/drafts/{id}", requester, tasks},
          {"GET", "/portal/drafts/{id}/delete", requester, ask_delete},
          {"POST", "/portal/drafts/{id}/delete", requester, delete_draft},
          {"GET", "/portal/drafts/{id}/check", requester, show_check},
          {"POST", "/portal/drafts/{id}/send", requester, send_draft},
          {"GET", "/portal/drafts/{id}/{step}", requester, show_step},
          {"POST", "/portal/drafts/{id}/{step}", requester, take_step}};
}

}  // namespace writ::faces
