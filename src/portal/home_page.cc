#include "portal/home_pages.h"

#include "page/parts.h"

namespace writ::portal {

using namespace page;

namespace {

constexpr std::chrono::days key_warning{30};

Html request_link(const std::string& ref) { return a(href("/portal/requests/" + ref), identifier(ref)); }

bool has_clock(const std::string& stage) {
  return stage == "checking" || stage == "deciding" || stage == "clarification" || stage == "approved";
}

Html rows_table(const Context& context, const std::vector<HomeRow>& rows, const std::string& caption_words) {
  const Locale& t = context.t;
  const auto cell = [&](const char* label, const Html& inside) {
    return td(cls("govuk-table__cell"), attr("data-label", coded(t, "portal.column.", label)), inside);
  };
  const auto head = [&](const char* label) {
    return th(cls("govuk-table__header"), attr("scope", "col"), coded(t, "portal.column.", label));
  };
  return table(
      cls("govuk-table w-stacked"), caption(cls("govuk-table__caption"), caption_words),
      thead(cls("govuk-table__head"), tr(head("ref"), head("stage"), head("due"), head("received"), head("changed"))),
      tbody(cls("govuk-table__body"), each(rows, [&](const HomeRow& one) {
              Html stage = coded(t, "portal.stage.", one.stage);
              if (one.emergency) stage += Html(" ") + tag(t.text("portal.home.emergency"), Tone::bad);
              return tr(cls("govuk-table__row"),
                        th(cls("govuk-table__header"), attr("scope", "row"), request_link(one.ref)),
                        cell("stage", stage),
                        cell("due", has_clock(one.stage) ? time_of(t, one.due_at) : t.html("portal.home.no_clock")),
                        cell("received", time_of(t, one.received_at)), cell("changed", time_of(t, one.changed)));
            })));
}

Html needs_part(const Context& context, const HomeView& view) {
  const Locale& t = context.t;
  if (view.needed.empty() && view.ending.empty()) return p(t.html("portal.home.nothing_needed"));
  const Html list =
      ul(cls("govuk-list"),
         each(view.needed,
              [&](const HomeRow& one) {
                return li(request_link(one.ref), ": ", coded(t, "portal.next.", one.stage));
              }) +
             each(view.ending, [&](const PreservationView& one) { return preservation_ends_line(context, one); }));
  if (view.needed_more == 0) return list;
  return list +
         p(a(href("/portal/home?group=you#requests"), t.html("portal.home.needed_more", {{"n", view.needed_more}})));
}

Html drafts_part(const Context& context, const HomeView& view) {
  const Locale& t = context.t;
  if (view.drafts.empty()) return {};
  return h2(t.html("portal.home.drafts")) +
         ul(cls("govuk-list"), each(view.drafts, [&](const DraftRow& one) {
              return li(a(href("/portal/drafts/" + one.id), coded(t, "portal.road.", one.road)), ", ",
                        t.html("portal.home.draft_times",
                               {{"changed", time_of(t, one.changed)}, {"expires", time_of(t, one.expires)}}));
            }));
}

Html filter_part(const Context& context, const HomeView& view) {
  const Locale& t = context.t;
  std::vector<Option> groups;
  for (const char* one : {"all", "you", "open", "ended"})
    groups.push_back({.value = one, .label = coded(t, "portal.group.", one)});
  const std::string chosen = field_of(view.filter, "group").empty() ? "all" : field_of(view.filter, "group");
  const auto day = [&](const char* name) {
    return text_field({.field = {.name = name,
                                 .label = coded(t, "portal.label.", name),
                                 .hint = t.text("portal.hint.filter_day"),
                                 .value = field_of(view.filter, name),
                                 .error = context.error(name)},
                       .width = 10,
                       .direction_ltr = true},
                      form_words(t));
  };
  return details_part(
      t.text("portal.home.filter"),
      form_element({.action = "/portal/home", .get = true},
                   radio_field({.field = {.name = "group", .label = t.text("portal.label.group"), .value = chosen},
                                .options = groups,
                                .inline_row = true,
                                .small = true},
                               form_words(t)) +
                       day("from") + day("to") +
                       submit_button(t.text("portal.home.apply_filter"), ButtonKind::secondary)),
      !view.filter.empty());
}

std::string page_url(const HomeView& view, std::size_t page) {
  std::string url = "/portal/home?page=" + std::to_string(page);
  for (const auto& [name, value] : view.filter) url += "&" + name + "=" + value;
  return url + "#requests";
}

Html requests_part(const Context& context, const HomeView& view) {
  const Locale& t = context.t;
  Html out = h2(id("requests"), t.html("portal.home.requests")) + filter_part(context, view);
  if (view.rows.empty())
    return out + (view.filter.empty() ? p(t.html("portal.home.none", {{"new", Href{"/portal/new"}},
                                                                      {"guidelines", Href{"/for-authorities/"}}}))
                                      : p(t.html("portal.home.no_match", {{"a", Href{"/portal/home"}}})));
  const std::size_t first = (view.page - 1) * view.rows_a_page + 1;
  const std::size_t last = first + view.rows.size() - 1;
  out += rows_table(context, view.rows,
                    t.text("portal.home.caption", {{"first", first}, {"last", last}, {"n", view.count}}));
  return out + pagination({.previous_url = view.page > 1 ? page_url(view, view.page - 1) : "",
                           .next_url = last < view.count ? page_url(view, view.page + 1) : "",
                           .previous_label = t.text("portal.home.previous"),
                           .next_label = t.text("portal.home.next"),
                           .shown = "",
                           .label = t.text("portal.home.pages")});
}

}  // namespace

Html key_banner(const Locale& t, const KeyLine& key, base::Time now) {
  const Href account{"/portal/account"};
  if (!key.present) return warning_text(t.html("portal.key.none", {{"a", account}}));
  if (!key.problem.empty()) return warning_text(t.html("portal.key.ended", {{"a", account}}));
  if (key.expires && *key.expires - now < key_warning)
    return warning_text(t.html("portal.key.ends_soon", {{"time", time_of(t, *key.expires)}, {"a", account}}));
  return {};
}

Html home_page(const Context& context, const HomeView& view) {
  const Locale& t = context.t;
  return error_summary(context.errors, form_words(t)) + h1(t.html("portal.home.title")) +
         key_banner(t, view.officer.key, view.now) + h2(t.html("portal.home.needs_you")) + needs_part(context, view) +
         p(link_button(t.text("portal.new.title"), "/portal/new")) +
         (view.preserved ? p(a(href("/portal/preservations"), t.html("portal.preservation.list"))) : Html()) +
         drafts_part(context, view) +
         requests_part(context, view);
}

Html new_page(const Context& context) {
  const Locale& t = context.t;
  const std::vector<Option> roads = {
      {.value = "ordinary", .label = t.text("portal.road.ordinary"), .hint = t.text("portal.road_hint.ordinary")},
      {.value = "preserve", .label = t.text("portal.road.preserve"), .hint = t.text("portal.road_hint.preserve")},
      {.value = "emergency", .label = t.text("portal.road.emergency"), .hint = t.text("portal.road_hint.emergency")}};
  return error_summary(context.errors, form_words(t)) +
         form_element({.action = "/portal/new", .csrf = context.csrf},
                      radio_field({.field = {.name = "road",
                                             .label = t.text("portal.new.question"),
                                             .error = context.error("road"),
                                             .heading = true},
                                   .options = roads},
                                  form_words(t)) +
                          submit_button(t.text("portal.step.continue")));
}

}  // namespace writ::portal
