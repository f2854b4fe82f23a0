#include "desk/close_page.h"

#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

constexpr std::size_t cases_listed_max = 50;  // then the list of the inbox serves better

std::string address(const CloseView& view, std::string_view tail = "") {
  return "/desk/close/" + base::period_name(view.period) + std::string(tail);
}

Html done(bool is) { return is ? Html("done") : tag("not yet", Tone::neutral); }

Html case_links(const std::vector<std::string>& refs, std::string_view tail) {
  Html items;
  for (std::size_t i = 0; i < refs.size() && i < cases_listed_max; ++i)
    items += li(a(href("/desk/cases/" + refs[i] + std::string(tail)), refs[i]));
  if (refs.size() > cases_listed_max) items += li("and " + number(refs.size() - cases_listed_max) + " more");
  return ul(cls("govuk-list"), items);
}

Task check_task(const CloseView& view) {
  Task task{.title = "The stranger's verifier", .url = "#verdict"};
  if (view.published || (view.check && view.check->verified)) {
    task.status = Html("verified");
    task.hint = view.check ? "Looked at " + time_words(view.check->at) : "Nothing is put in place without it";
  } else {
    task.status = view.check ? tag("does not verify", Tone::bad) : tag("not run", Tone::neutral);
    task.hint =
        "It reads the built report with all that were published before; unless it says verified, nothing goes out";
  }
  return task;
}

Html tasks(const CloseView& view) {
  const std::string received = "/desk/inbox/all?received-from=" + base::format_day(view.period.first) +
                               "&received-to=" + base::format_day(view.period.last);
  const std::uint64_t gaps = view.unclassified.size();
  std::vector<Task> list = {
      {.title = "Pending cases",
       .url = received,
       .hint = number(static_cast<std::uint64_t>(view.pending)) + " are undecided and will count as pending",
       .status = Html("listed")},
      {.title = "Unclassified cases",
       .url = "#unclassified",
       .hint = "The sender named no offence and nobody has verified the case; it is settled there, never here",
       .status = gaps == 0 ? Html("none") : tag(number(gaps) + (gaps == 1 ? " case" : " cases"), Tone::bad)},
      {.title = "Open answers",
       .url = "#answers",
       .hint = "A question is with the authority, or its answer was not read",
       .status = Html(number(view.open_answers.size()))},
      {.title = "Held rows",
       .url = address(view, "/held"),
       .hint = "Requests whose row the law forbids to show; two publishers decide it before the report is made",
       .status = Html(held_words(view.holds))},
      {.title = "Bands",
       .url = "/desk/bands",
       .hint = "Of national security process, which is not in the log; the structure is chosen once",
       .status = Html(view.band_state)},
      {.title = "Closed in the log",
       .hint = "At " + time_words(view.period.end()) + ", by the tick of that day",
       .status = done(view.closed)},
      {.title = "Report made",
       .hint = "Tables and openings of every entry; its hash is an entry of the log",
       .status = done(view.made || view.published)},
      check_task(view)};
  std::string waits = "It goes out at its time, after the verifier";
  if (view.publishers > 0)
    waits = number(view.released.size()) + " of " + number(static_cast<std::uint64_t>(view.publishers)) +
            " people have released it";
  list.push_back({.title = "Published",
                  .url = "#publish",
                  .hint = view.published
                              ? "Later mistakes are recoded on the case and listed as restated in the next report"
                              : waits,
                  .status = done(view.published)});
  return task_list(list);
}

Html open_cases(const CloseView& view) {
  Html out;
  out += h2(id("unclassified"), "Unclassified cases");
  out += view.unclassified.empty()
             ? p("None.")
             : warning_text(Html("The report is not published with these.")) + case_links(view.unclassified, "/verify");
  out += h2(id("answers"), "Open answers");
  return out + (view.open_answers.empty() ? p("None.") : case_links(view.open_answers, ""));
}

Html not_shown(const CloseView& view) {
  Html out = h2("What the report does not show");
  if (!view.read) return out + p("Held rows and bands are known once the report is made.");
  out += p(view.held == 0 ? std::string("No row is held: every request stands in it with its country.")
                          : number(view.held) + (view.held == 1 ? " held row" : " held rows") +
                                ": counted, and shown without country.");
  if (view.bands.empty()) return out + p("No bands are set.");
  return out + p("Bands. Nothing proves them, and they are in no total:") +
         ul(cls("govuk-list"),
            each(view.bands, [](const CloseView::Band& one) { return li(one.name + ": " + one.words); }));
}

Html verdict(const CloseView& view) {
  Html out = h2(id("verdict"), "The stranger's verifier");
  if (view.check) {
    out += p((view.check->verified ? std::string("It said verified, ") : std::string("It does not say verified, ")) +
             time_words(view.check->at) + ".");
    if (!view.check->verified)
      out += warning_text(Html("The report is not published until this is settled. Its lines below say what failed."));
    out += details_part("What it said, line by line", pre(cls("w-text"), view.check->text), !view.check->verified);
  }
  if (!view.may_act) return out;
  if (!view.made && !view.published) return out + p("There is nothing to look at before the report is made.");
  return out + form_element({.action = address(view), .csrf = view.csrf},
                            submit_button("Run the stranger's verifier now", ButtonKind::secondary));
}

Html changes(const CloseView& view) {
  if (!view.read) return {};
  Html out = h2("What changes from the report before");
  out +=
      ul(cls("govuk-list govuk-list--bullet"), each(view.differences, [](const std::string& one) { return li(one); }));
  if (view.published) return out;
  if (view.preview)
    out += p(a(href(address(view, "/preview/reports/" + base::period_name(view.period) + "/index.html")),
               "Look at the draft pages"));
  if (view.may_act)
    out += form_element(
        {.action = address(view, "/preview"), .csrf = view.csrf},
        submit_button(view.preview ? "Make the draft pages again" : "Make the draft pages", ButtonKind::secondary));
  return out;
}

Html release_form(const CloseView& view) {
  return form_element(
      {.action = address(view, "/release"), .csrf = view.csrf},
      text_field(
          {.field = {.name = "at",
                     .label = "Not before",
                     .hint = "Day and time in UTC, as 2026-05-01 08:00; empty: as soon as both have released it.",
                     .value = view.typed_at,
                     .error = error_of(view.faults, "at")},
           .width = 20,
           .spellcheck = false,
           .direction_ltr = true}) +
          submit_button("Release the report"));
}

Html publish_part(const CloseView& view) {
  Html out = h2(id("publish"), "Publish");
  if (view.published) return out + p("It is published, and its bundle stays as it is.");
  if (view.publishers == 0)
    return out + p("This deployment publishes a report at its time, after the verifier. With publishers = 2 in its "
                   "settings, two people release each.");
  out += each(view.released, [](const CloseView::Released& one) {
    return p("Released by " + one.who + ", " + time_words(one.at) + ", to go out not before " +
             time_words(one.publish_at) + ".");
  });
  if (view.released.size() >= static_cast<std::size_t>(view.publishers))
    return out + p("Both have released it: it goes out at that time, after the verifier has looked once more.");
  if (!view.hindered.empty()) {
    const char* where = !view.unclassified.empty() ? "#unclassified" : "#verdict";
    return out + inset_text(p("Publishing is not offered. " + view.hindered + " ", a(href(where), "Show it")));
  }
  if (view.mine) return out + p("You released it. The second is another publisher.");
  return view.may_act ? out + release_form(view) : out + p("Two publishers release it.");
}

}  // namespace

Html close_page(const CloseView& view) {
  return error_summary(view.faults) + h1("Close of " + base::format_period(view.period)) + view.answer + tasks(view) +
         open_cases(view) + not_shown(view) + verdict(view) + changes(view) + publish_part(view);
}

std::string difference_words(const std::string& label, std::uint64_t before, std::uint64_t now) {
  if (before == now) return label + ": " + number(now) + ", as in the period before.";
  return label + ": " + number(now) + ", in the period before " + number(before) + ".";
}

}  // namespace writ::desk
