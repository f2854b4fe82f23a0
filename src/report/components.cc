#include "report/components.h"

#include "page/content_policy.h"

#include <algorithm>

#include "page/document.h"
#include "page/number.h"
#include "report/print_foot.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

// Below this many cases a share says less than the count, and a reader takes it for more (design: no percentages).
constexpr std::uint64_t share_cases_min = 20;
constexpr std::uint64_t bar_width_px = 120;

const Locale& speech(const Here& here) { return Locale::of(here.language()); }

std::vector<page::Link> navigation(const SiteData& site, const Here& here) {
  const Locale& t = speech(here);
  std::vector<page::Link> links = {{t.text("nav.latest"), here.to("index.html")},
                                   {t.text("nav.reports"), here.to("reports/index.html")},
                                   {t.text("nav.countries"), here.to("countries/index.html")},
                                   {t.text("nav.policy"), here.to("policy/index.html")},
                                   {t.text("nav.holdings"), here.to("holdings/index.html")},
                                   {t.text("nav.method"), here.to("method/index.html")},
                                   {t.text("nav.verify"), here.to("verify/index.html")},
                                   {t.text("nav.data"), here.to("data/index.html")}};
  if (!site.options.observatory.empty())
    links.insert(links.end() - 1, {t.text("nav.others"), here.to("others/index.html")});
  return links;
}

/// The navigation entry under which a page stands.
std::string section_of(const Here& here) {
  const std::string& path = here.plain_path();
  const std::size_t slash = path.find('/');
  return here.to(slash == std::string::npos ? "index.html" : path.substr(0, slash) + "/index.html");
}

std::vector<page::Link> in_other_languages(const Here& here) {
  std::vector<page::Link> links;
  if (!is_in_every_language(here.plain_path())) return links;
  for (const Language one : page::languages)
    links.push_back({std::string(own_name(one)), here.to(here.plain_path(), one), std::string(tag_of(one))});
  return links;
}

Html foot(const SiteData& site, const Here& here) {
  const Locale& t = speech(here);
  const std::string made = time_in_words(site.options.made_at, t);
  // Rules and holdings are no figures: they are stated by the provider, bundles or not.
  Html out = p(site.periods.empty() ? t("foot.no_bundle", {{"time", made}})
                                    : t("foot.made", {{"time", made},
                                                      {"check", here.href_to("verify/index.html")},
                                                      {"files", here.href_to("data/index.html")}}));
  out += p(here.link("notice/index.html", t.text("foot.notice")), " \u00b7 ",
           here.link("complain/index.html", t.text("foot.complain")), " \u00b7 ",
           here.link("authorities/index.html", t.text("foot.authorities")), " \u00b7 ",
           here.link("national-security/index.html", t.text("foot.security")));
  out += p(cls("w-small"), t("foot.build", {{"log", code(attr("dir", "ltr"), site.options.origin)},
                                            {"page", code(attr("dir", "ltr"), here.path())},
                                            {"build", code(attr("dir", "ltr"), site.options.source_build.empty()
                                                                                   ? t.text("foot.not_stated")
                                                                                   : site.options.source_build)}}));
  return out;
}

Html bar(std::uint64_t value, std::uint64_t largest, std::string_view code) {
  const std::uint64_t width =
      largest == 0 ? 0 : std::max<std::uint64_t>(value > 0 ? 1 : 0, value * bar_width_px / largest);
  // The view box lets a narrow page draw all bars smaller; without one it would cut the long ones off.
  const std::string full = std::to_string(bar_width_px);
  return markup("<svg class=\"w-bar\" viewBox=\"0 0 " + full + " 12\" preserveAspectRatio=\"none\" width=\"" + full +
                "\" height=\"12\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"c-" + escape(code) +
                "\" width=\"" + std::to_string(width) + "\" height=\"12\"/></svg>");
}

Html header_cell(const Here& here, const Column& column) {
  const Attribute side = when(column.number, cls("n"));
  const Attribute sort = when(!column.aria_sort.empty(), attr("aria-sort", column.aria_sort));
  if (column.sort_path.empty()) return th(attr("scope", "col"), side, sort, column.label);
  const Html mark =
      column.aria_sort.empty()
          ? Html()
          : markup(column.aria_sort == "ascending" ? "<svg class=\"w-sort\" width=\"9\" height=\"9\" viewBox=\"0 0 9 "
                                                     "9\" aria-hidden=\"true\"><path d=\"M4.5 1 8.5 8H.5z\"/></svg>"
                                                   : "<svg class=\"w-sort\" width=\"9\" height=\"9\" viewBox=\"0 0 9 "
                                                     "9\" aria-hidden=\"true\"><path d=\"M4.5 8 .5 1h8z\"/></svg>");
  return th(attr("scope", "col"), side, sort, a(href(here.to(column.sort_path)), column.label, mark));
}

}  // namespace

std::pair<std::string, std::string> page_file(const SiteData& site, const Here& here, PageParts parts) {
  const Locale& t = speech(here);
  Document page;
  page.language = t.tag();
  page.title = std::move(parts.title);
  page.description = std::move(parts.description);
  page.provider_name = site.options.provider_name;
  page.home = here.to("index.html");
  page.stylesheets = {here.to("style.css")};
  if (const std::string foot = print_foot_of(site, here); !foot.empty()) page.stylesheets.push_back(here.to(foot));
  if (site.icon) page.icon = here.to("favicon.svg");
  page.content_policy = content_policy("/" + here.path());
  if (!site.options.onion_url.empty()) page.onion = site.options.onion_url + here.path();
  page.ribbon = here.language() == site.language ? site.label_in_words() : site.label();
  page.main = std::move(parts.main);
  page.footer = foot(site, here);
  if (parts.embedded) return {here.path(), document(page)};
  if (site.scripts) {
    page.early_scripts = {here.to("theme.js")};
    page.scripts = {here.to("site.js")};
  }
  if (site.checkers && !parts.script.empty()) page.scripts.push_back(here.to(parts.script));
  page.navigation = navigation(site, here);
  page.current = section_of(here);
  page.languages = in_other_languages(here);
  for (const auto& [text, path] : parts.above) page.breadcrumbs.push_back({text, here.to(path)});
  page.feeds = {{t.text("feed.title"), here.to("feed.atom")}, {t.text("feed.title"), here.to("feed.json")}};
  return {here.path(), document(page)};
}

Html cell_number(std::uint64_t value, const Locale& in) { return in.number(value); }
Html cell_not_reported(const Locale& in) { return span(cls("w-none"), in("cell.not_reported")); }
Html cell_not_shown(const Locale& in) { return span(cls("w-held"), in("cell.not_shown")); }
Html cell_band(std::uint64_t low, std::uint64_t high, const Locale& in) {
  return span(cls("w-band"), element("bdi", in.number(low) + "\u2013" + in.number(high)),
              span(cls("w-band-word"), " ", in("cell.band")));
}
Html cell_days(const std::optional<std::uint64_t>& doubled, const Locale& in) {
  return doubled ? Html(half_in_words(*doubled, in)) : span(cls("w-none"), in("cell.none_decided"));
}

Html grid(const Here& here, const Grid& shape) {
  Html head = tr(each(shape.columns, [&](const Column& column) { return header_cell(here, column); }));
  Html body;
  for (std::size_t r = 0; r < shape.rows.size(); ++r) {
    Html cells;
    for (std::size_t c = 0; c < shape.rows[r].size(); ++c) {
      const Column& column = shape.columns[c];
      cells += c == 0 ? th(attr("scope", "row"), shape.rows[r][c])
                      : td(when(column.number, cls("n")), attr("data-label", column.label), shape.rows[r][c]);
    }
    const bool named = r < shape.row_ids.size() && !shape.row_ids[r].empty();
    body +=
        tr(when(named, id(named ? shape.row_ids[r] : "")), when(shape.totals_first && r == 0, cls("w-total")), cells);
  }
  return table(when(!shape.id.empty(), id(shape.id)),
               cls(std::string("w-grid") + (shape.stacked ? " w-stacked" : "") + (shape.even ? " w-even" : "")),
               caption(shape.caption), thead(head), tbody(body));
}

Html figures(const Here& here, std::span<const Figure> shown) {
  const Locale& t = speech(here);
  return dl(cls("w-figures"), each(shown, [&](const Figure& one) {
              return div(dt(a(href(here.to("method/index.html#" + one.definition)), one.label)),
                         dd(cls("w-figure"), t.number(one.value)), dd(cls("w-span"), one.span),
                         one.change.empty() ? Html() : dd(cls("w-change"), one.change));
            }));
}

Html breakdown(const Here& here, const Breakdown& shape, const Codes& counts) {
  const Locale& t = speech(here);
  std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
  std::erase_if(rows, [](const auto& row) { return row.second == 0; });
  if (rows.empty())
    return p(id(shape.id), cls("w-empty"), t("grid.empty", {{"what", shape.caption}, {"none", shape.empty}}));
  sort_keeping_ties(rows, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::uint64_t sum = 0;
  for (const auto& row : rows) sum += row.second;
  const std::uint64_t whole = shape.out_of > 0 ? shape.out_of : sum;
  const bool shares = whole >= share_cases_min;
  Grid made{.id = shape.id,
            .caption = shape.caption,
            .columns = {{shape.what},
                        {t.text("grid.count"), true},
                        {t.text(shares ? Key("grid.share") : Key("grid.bar")), shares}},
            .stacked = false,
            .even = true};
  if (shares) made.columns.push_back({t.text("grid.bar")});
  for (const auto& [code, count] : rows) {
    std::vector<Html> cells = {label_of(shape.words, code, t), cell_number(count, t)};
    if (shares)
      cells.emplace_back(
          t.text("grid.percent", {{"n", t.decimal(100.0 * static_cast<double>(count) / static_cast<double>(whole))}}));
    cells.push_back(bar(count, rows.front().second, code));
    made.rows.push_back(std::move(cells));
  }
  return grid(here, made);
}

Html synthetic_model_note(const SiteData& site) {
  if (!site.options.synthetic) return {};
  return p(cls("w-note"), site.locale()("site.model_note", {{"provider", strong(site.options.provider_name)}}));
}

Html contact(const SiteData& site) {
  if (site.options.contact.empty()) return site.locale()("site.no_contact");
  return code(attr("dir", "ltr"), site.options.contact);
}

Html command(std::string_view text, const Locale& in) {
  return pre(cls("w-command"), attr("dir", "ltr"), attr("tabindex", "0"), attr("role", "region"),
             attr("aria-label", in.text("site.command")), text);
}

Html as_written(std::string_view text) { return span(attr("lang", "en"), attr("dir", "ltr"), text); }

Html hash(std::string_view hex) {
  Html groups;
  for (std::size_t i = 0; i < hex.size(); i += 8) {
    if (i > 0) groups += element("wbr");
    groups += Html(hex.substr(i, 8));
  }
  return code(cls("w-hash"), attr("dir", "ltr"), groups);
}

Html file_links(const Here& here, const std::vector<std::pair<std::string, std::string>>& files) {
  Html out = speech(here)("site.files") + " ";
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i > 0) out += " ";
    out += here.link(files[i].second, files[i].first);
  }
  return p(cls("w-files"), out);
}

Html fulfilled_note(const Here& here) {
  return p(cls("w-small"),
           speech(here)("site.fulfilled_note", {{"method", here.href_to("method/index.html#fulfilled")}}));
}

std::string decided_note(const Locale& in) { return in.text("site.decided_note"); }

std::string bytes_in_words(std::uint64_t bytes, const Locale& in) { return in.text("site.bytes", {{"n", bytes}}); }

Html country_link(const Here& here, const std::string& alpha2) {
  const Locale& t = speech(here);
  const std::string slug = country_slug(alpha2);
  if (alpha2 == country_not_shown) return cell_not_shown(t);
  return slug.empty() ? Html(country_name(alpha2, t))
                      : here.link("countries/" + slug + "/index.html", country_name(alpha2, t));
}

}  // namespace writ::report
