#include "desk/close_page.h"

#include "desk/parts.h"

namespace writ::desk {

using namespace page;

namespace {

constexpr std::size_t cases_listed_max = 50;  // then the list of the inbox serves better

std::string address(const CloseView& view, std::string_view tail = "") {
  return "/desk/close/" + base::period_name(view.period) + std::string(tail);
}

Html done(const Locale& t, bool is) {
  return is ? t.html("desk.close.done") : tag(t.text("desk.close.not_yet"), Tone::neutral);
}

Html case_links(const Locale& t, const std::vector<std::string>& refs, std::string_view tail) {
  Html items;
  for (std::size_t i = 0; i < refs.size() && i < cases_listed_max; ++i)
    items += li(a(href("/desk/cases/" + refs[i] + std::string(tail)), refs[i]));
  if (refs.size() > cases_listed_max) items += li(t.html("desk.close.more", {{"n", refs.size() - cases_listed_max}}));
  return ul(cls("govuk-list"), items);
}

Task check_task(const CloseView& view) {
  const Locale& t = view.t;
  Task task{.title = t.text("desk.close.verifier"), .url = "#verdict"};
  if (view.published || (view.check && view.check->verified)) {
    task.status = t.html("desk.close.verified");
    task.hint = view.check ? t.text("desk.close.looked", {{"time", time_words(t, view.check->at)}})
                           : t.text("desk.close.nothing_without");
  } else {
    task.status = view.check ? tag(t.text("desk.close.does_not_verify"), Tone::bad)
                             : tag(t.text("desk.close.not_run"), Tone::neutral);
    task.hint = t.text("desk.close.verifier_hint");
  }
  return task;
}

/// What of the cases is still open.
std::vector<Task> case_tasks(const CloseView& view) {
  const Locale& t = view.t;
  const std::string received = "/desk/inbox/all?received-from=" + base::format_day(view.period.first) +
                               "&received-to=" + base::format_day(view.period.last);
  const std::uint64_t gaps = view.unclassified.size();
  return {{.title = t.text("desk.close.pending"),
           .url = received,
           .hint = t.text("desk.close.pending_hint", {{"n", view.pending}}),
           .status = t.html("desk.close.listed")},
          {.title = t.text("desk.close.unclassified"),
           .url = "#unclassified",
           .hint = t.text("desk.close.unclassified_hint"),
           .status = gaps == 0 ? t.html("desk.close.none") : tag(t.text("desk.cases", {{"n", gaps}}), Tone::bad)},
          {.title = t.text("desk.close.answers"),
           .url = "#answers",
           .hint = t.text("desk.close.answers_hint"),
           .status = Html(t.number(view.open_answers.size()))},
          {.title = t.text("desk.close.held"),
           .url = address(view, "/held"),
           .hint = t.text("desk.close.held_hint"),
           .status = held_words(t, view.holds)},
          {.title = t.text("desk.close.bands"),
           .url = "/desk/bands",
           .hint = t.text("desk.close.bands_hint"),
           .status = Html(view.band_state)}};
}

std::string publish_hint(const CloseView& view) {
  const Locale& t = view.t;
  if (view.published) return t.text("desk.close.published_hint");
  if (view.publishers == 0) return t.text("desk.close.at_its_time");
  return t.text("desk.close.released_of", {{"n", view.released.size()}, {"publishers", view.publishers}});
}

Html tasks(const CloseView& view) {
  const Locale& t = view.t;
  std::vector<Task> list = case_tasks(view);
  list.push_back({.title = t.text("desk.close.closed"),
                  .hint = t.text("desk.close.closed_hint", {{"time", time_words(t, view.period.end())}}),
                  .status = done(t, view.closed)});
  list.push_back({.title = t.text("desk.close.made"),
                  .hint = t.text("desk.close.made_hint"),
                  .status = done(t, view.made || view.published)});
  list.push_back(check_task(view));
  list.push_back({.title = t.text("desk.close.published"),
                  .url = "#publish",
                  .hint = publish_hint(view),
                  .status = done(t, view.published)});
  return task_list(list);
}

Html open_cases(const CloseView& view) {
  const Locale& t = view.t;
  Html out = h2(id("unclassified"), t.html("desk.close.unclassified"));
  out += view.unclassified.empty()
             ? p(t.html("desk.none"))
             : warning_part(t, t.html("desk.close.unclassified_warning")) + case_links(t, view.unclassified, "/verify");
  out += h2(id("answers"), t.html("desk.close.answers"));
  return out + (view.open_answers.empty() ? p(t.html("desk.none")) : case_links(t, view.open_answers, ""));
}

Html not_shown(const CloseView& view) {
  const Locale& t = view.t;
  Html out = h2(t.html("desk.close.not_shown"));
  if (!view.read) return out + p(t.html("desk.close.not_made"));
  out += p(view.held == 0 ? t.html("desk.close.none_held") : t.html("desk.close.some_held", {{"n", view.held}}));
  if (view.bands.empty()) return out + p(t.html("desk.close.no_bands"));
  return out + p(t.html("desk.close.bands_note")) +
         ul(cls("govuk-list"), each(view.bands, [](const std::string& one) { return li(one); }));
}

Html verdict(const CloseView& view) {
  const Locale& t = view.t;
  Html out = h2(id("verdict"), t.html("desk.close.verifier"));
  if (view.check) {
    const Key said = view.check->verified ? Key("desk.close.said_verified") : Key("desk.close.said_not");
    out += p(t.html(said, {{"time", time_words(t, view.check->at)}}));
    if (!view.check->verified) out += warning_part(t, t.html("desk.close.not_verified_warning"));
    out += details_part(t.text("desk.close.lines"), pre(cls("w-text"), view.check->text), !view.check->verified);
  }
  if (!view.may_act) return out;
  if (!view.made && !view.published) return out + p(t.html("desk.close.nothing_to_look"));
  return out + form_element({.action = address(view), .csrf = view.csrf},
                            submit_button(t.text("desk.close.run"), ButtonKind::secondary));
}

Html changes(const CloseView& view) {
  if (!view.read) return {};
  const Locale& t = view.t;
  Html out = h2(t.html("desk.close.changes"));
  out +=
      ul(cls("govuk-list govuk-list--bullet"), each(view.differences, [](const std::string& one) { return li(one); }));
  if (view.published) return out;
  if (view.preview)
    out += p(a(href(address(view, "/preview/reports/" + base::period_name(view.period) + "/index.html")),
               t.html("desk.close.draft_look")));
  if (view.may_act)
    out +=
        form_element({.action = address(view, "/preview"), .csrf = view.csrf},
                     submit_button(t.text(view.preview ? Key("desk.close.draft_again") : Key("desk.close.draft_make")),
                                   ButtonKind::secondary));
  return out;
}

Html release_form(const CloseView& view) {
  const Locale& t = view.t;
  return form_element({.action = address(view, "/release"), .csrf = view.csrf},
                      text_field({.field = {.name = "at",
                                            .label = t.text("desk.close.not_before"),
                                            .hint = t.text("desk.close.not_before_hint"),
                                            .value = view.typed_at,
                                            .error = error_of(view.faults, "at")},
                                  .width = 20,
                                  .spellcheck = false,
                                  .direction_ltr = true},
                                 form_words(t)) +
                          submit_button(t.text("desk.close.release")));
}

Html publish_part(const CloseView& view) {
  const Locale& t = view.t;
  Html out = h2(id("publish"), t.html("desk.close.publish"));
  if (view.published) return out + p(t.html("desk.close.is_published"));
  if (view.publishers == 0) return out + p(t.html("desk.close.by_itself"));
  out += each(view.released, [&](const CloseView::Released& one) {
    return p(t.html("desk.close.released_by",
                    {{"name", one.who}, {"at", time_words(t, one.at)}, {"time", time_words(t, one.publish_at)}}));
  });
  if (view.released.size() >= static_cast<std::size_t>(view.publishers)) return out + p(t.html("desk.close.both"));
  if (!view.hindered.empty()) {
    const char* where = !view.unclassified.empty() ? "#unclassified" : "#verdict";
    return out + inset_text(p(t.html("desk.close.hindered", {{"why", view.hindered}, {"a", Href{where}}})));
  }
  if (view.mine) return out + p(t.html("desk.close.mine"));
  return view.may_act ? out + release_form(view) : out + p(t.html("desk.close.two"));
}

}  // namespace

Html close_page(const CloseView& view) {
  return error_summary(view.faults, form_words(view.t)) +
         h1(view.t.html("desk.close.head", {{"period", base::format_period(view.period)}})) + view.answer +
         tasks(view) + open_cases(view) + not_shown(view) + verdict(view) + changes(view) + publish_part(view);
}

std::string difference_words(const Locale& t, const std::string& label, std::uint64_t before, std::uint64_t now) {
  const Key sentence = before == now ? Key("desk.close.same") : Key("desk.close.differs");
  return t.text(sentence, {{"label", label}, {"now", now}, {"before", before}});
}

}  // namespace writ::desk
