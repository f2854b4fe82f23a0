#include "page/parts.h"
#include "portal/draft_pages.h"

namespace writ::portal {

using namespace page;

namespace {

Html status_of(const Context& context, const DraftView& draft, std::string_view slug) {
  const Locale& t = context.t;
  switch (progress_of(t, draft, slug)) {
    case Progress::done:
      return t.html("portal.tasks.done_by", {{"name", draft.officer.name}});
    case Progress::started:
      return tag(t.text("portal.tasks.started"), Tone::info);
    case Progress::not_started:
      return tag(t.text("portal.tasks.not_started"), Tone::neutral);
  }
  return {};
}

Html how_long(const Context& context, const DraftView& draft) {
  return p(cls("govuk-hint"), context.t.html("portal.tasks.kept", {{"time", time_of(context.t, draft.expires)}}));
}

}  // namespace

Html task_list_page(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  std::vector<Task> tasks;
  std::size_t done = 0;
  for (const Step& step : steps_of(draft.road)) {
    const bool is_done = progress_of(t, draft, step.slug) == Progress::done;
    done += is_done ? 1 : 0;
    tasks.push_back({.title = step_title(t, step.slug),
                     .url = draft.url(std::string(step.slug)),
                     .hint = coded(t, "portal.tasks.hint.", std::string(step.slug)),
                     .status = status_of(context, draft, step.slug)});
  }
  const bool ready = done == tasks.size();
  tasks.push_back(
      {.title = t.text("portal.check.title"),
       .url = ready ? draft.url("check") : std::string(),
       .hint = ready ? t.text("portal.tasks.hint.check") : t.text("portal.tasks.not_yet", {{"n", tasks.size() - done}}),
       .status = ready ? tag(t.text("portal.tasks.not_started"), Tone::neutral) : Html(t.text("portal.tasks.cannot"))});
  const auto title = draft.road == "preserve" ? t.text("portal.tasks.preserve") : t.text("portal.tasks.ordinary");
  return h1(title) + p(cls("w-lead"), t.html("portal.tasks.lead", {{"done", done}, {"all", tasks.size() - 1}})) +
         task_list(tasks) + how_long(context, draft) + p(a(href(draft.url("delete")), t.html("portal.tasks.delete")));
}

Html delete_page(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  return h1(t.html("portal.delete.title")) + p(t.html("portal.delete.text", {{"documents", draft.documents.size()}})) +
         form_element({.action = draft.url("delete"), .csrf = context.csrf},
                      button_row({submit_button(t.text("portal.delete.button"), ButtonKind::warning),
                                  a(href(draft.url()), t.html("portal.delete.keep"))}));
}

std::string step_title(const Locale& t, std::string_view slug) { return coded(t, "portal.step.", std::string(slug)); }

}  // namespace writ::portal
