#include "desk/bands_page.h"

#include "desk/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html post(const BandsPage& page, const std::string& action, const Html& inside) {
  return form_element({.action = action, .csrf = page.csrf}, inside);
}

std::string structure_words(const Locale& t, const legal::BandStructure& one) {
  return t.text(one.months == 12 ? Key("desk.bands.year") : Key("desk.bands.half_year"), {{"width", one.width}});
}

Html choose_form(const BandsPage& page) {
  const Locale& t = page.t;
  std::vector<Option> options;
  for (const legal::BandStructure& one : legal::band_structures()) {
    std::string categories;
    for (const legal::BandCategory& category : one.categories)
      categories += (categories.empty() ? "" : "; ") + band_name(t, category);
    options.push_back(
        {.value = std::string(one.code),
         .label = t.text("desk.bands.option", {{"law", std::string(one.law)}, {"structure", structure_words(t, one)}}),
         .hint = categories + "."});
  }
  return post(page, "/desk/bands/structure",
              radio_field({.field = {.name = "structure",
                                     .label = t.text("desk.bands.structure"),
                                     .hint = t.text("desk.bands.structure_hint"),
                                     .value = page.typed_structure,
                                     .error = error_of(page.faults, "structure")},
                           .options = options},
                          form_words(t)) +
                  submit_button(t.text("desk.bands.choose"), ButtonKind::secondary));
}

Html structure_part(const BandsPage& page) {
  const Locale& t = page.t;
  Html out = h2(t.html("desk.bands.structure"));
  if (page.structure == nullptr) {
    out += p(t.html("desk.bands.none_chosen"));
    return page.may_act ? out + choose_form(page) : out;
  }
  const legal::BandStructure& one = *page.structure;
  const Html locked = page.locked_by.empty() ? tag(t.text("desk.nobody_yet"), Tone::neutral) : Html(page.locked_by);
  out += summary_list({{t.text("desk.bands.law"), Html(std::string(one.law))},
                       {t.text("desk.bands.title"), Html(structure_words(t, one))},
                       {t.text("desk.bands.chosen_by"), Html(page.chosen_by)},
                       {t.text("desk.bands.locked_by"), locked}});
  if (!page.locked_by.empty() || !page.may_act) return out;
  out += page.may_lock ? post(page, "/desk/bands/lock", submit_button(t.text("desk.bands.lock"), ButtonKind::warning))
                       : p(t.html("desk.bands.own"));
  return out +
         details_part(t.text("desk.bands.another"), choose_form(page), error_of(page.faults, "structure").size() > 0);
}

Html state_of(const BandsPage& page, const BandsPage::Row& row) {
  const Locale& t = page.t;
  if (row.printed) return t.html("desk.bands.in_report", {{"period", base::format_period(*row.printed)}});
  if (!row.agreed_by.empty()) return t.html("desk.bands.agreed", {{"name", row.agreed_by}});
  return page.may_act ? tag(t.text("desk.bands.waits"), Tone::neutral) : t.html("desk.bands.waits");
}

Html acts(const BandsPage& page, const BandsPage::Row& row) {
  if (!page.may_act || row.printed) return {};
  const Html key = hidden_field("category", row.category) + hidden_field("span", base::format_period(row.span));
  Html out;
  if (row.agreed_by.empty() && row.may_agree)
    out += post(page, "/desk/bands/agree", key + submit_button(page.t.text("desk.bands.agree"), ButtonKind::secondary));
  return out + post(page, "/desk/bands/take-back",
                    key + submit_button(page.t.text("desk.bands.take_back"), ButtonKind::secondary));
}

Html stated(const BandsPage& page) {
  const Locale& t = page.t;
  if (page.rows.empty()) return p(t.html("desk.bands.none"));
  const auto label = [&](Key title) { return attr("data-label", t.text(title)); };
  const Html rows = each(page.rows, [&](const BandsPage::Row& row) {
    const auto* category = legal::find_band_category(*page.structure, row.category);
    return tr(th(attr("scope", "row"), band_name(t, *category)),
              td(label("desk.bands.span"), identifier(base::format_period(row.span))),
              td(label("desk.bands.band"), band_words(t, row.low, page.structure->width)),
              td(label("desk.bands.stated_by"), row.stated_by), td(label("desk.column.state"), state_of(page, row)),
              page.may_act ? td(acts(page, row)) : Html());
  });
  std::vector<Key> heads = {"desk.bands.category", "desk.bands.span", "desk.bands.band", "desk.bands.stated_by",
                            "desk.column.state"};
  if (page.may_act) heads.emplace_back("desk.bands.can");
  return table(cls("govuk-table w-inbox"), thead(heading_row(t, heads)), tbody(rows));
}

Html state_form(const BandsPage& page) {
  const Locale& t = page.t;
  const FormWords form = form_words(t);
  const std::uint64_t width = page.structure->width;
  std::vector<Option> categories, spans;
  for (const legal::BandCategory& one : page.structure->categories)
    categories.push_back({.value = std::string(one.code), .label = band_name(t, one)});
  for (const base::Period& one : page.spans)
    spans.push_back({.value = base::format_period(one), .label = base::format_period(one)});
  const Key span = page.structure->months == 12 ? Key("desk.bands.label_year") : Key("desk.bands.label_half");
  return h2(t.html("desk.bands.state_head")) +
         post(page, "/desk/bands",
              select_field({.field = {.name = "category",
                                      .label = t.text("desk.bands.category"),
                                      .value = page.typed_category,
                                      .error = error_of(page.faults, "category")},
                            .options = categories},
                           form) +
                  select_field({.field = {.name = "span",
                                          .label = t.text(span),
                                          .value = page.typed_span,
                                          .error = error_of(page.faults, "span")},
                                .options = spans},
                               form) +
                  text_field({.field = {.name = "low",
                                        .label = t.text("desk.bands.low"),
                                        .hint = t.text("desk.bands.low_hint", {{"one", width}, {"two", 2 * width}}),
                                        .value = page.typed_low,
                                        .error = error_of(page.faults, "low")},
                              .inputmode = "numeric",
                              .width = 10,
                              .spellcheck = false,
                              .direction_ltr = true},
                             form) +
                  submit_button(t.text("desk.bands.state"), ButtonKind::secondary));
}

}  // namespace

std::string band_words(const Locale& t, std::uint64_t low, std::uint64_t width) {
  return t.text("desk.bands.range", {{"low", low}, {"high", low + width - 1}});
}

std::string band_name(const Locale& t, const legal::BandCategory& category) {
  const auto key = Key::find("band." + std::string(category.code));
  return key ? t.text(*key) : std::string(category.label);
}

Html bands_page(const BandsPage& page) {
  const Locale& t = page.t;
  Html out = error_summary(page.faults, form_words(t)) + h1(t.html("desk.bands.title")) + p(t.html("desk.bands.lead")) +
             structure_part(page);
  if (page.structure == nullptr || page.locked_by.empty()) return out;
  out += h2(t.html("desk.bands.stated")) + stated(page);
  return page.may_act ? out + state_form(page) : out;
}

}  // namespace writ::desk
