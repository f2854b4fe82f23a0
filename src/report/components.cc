#include "report/components.h"

#include <algorithm>

#include "page/document.h"
#include "page/number.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

// Below this many cases a share says less than the count, and a reader takes it for more (design: no percentages).
constexpr std::uint64_t share_cases_min = 20;
constexpr std::uint64_t bar_width_px = 120;

std::vector<page::Link> navigation(const Here& here) {
  return {{"Latest", here.to("index.html")},
          {"Reports", here.to("reports/index.html")},
          {"Countries", here.to("countries/index.html")},
          {"Policy", here.to("policy/index.html")},
          {"What is held", here.to("holdings/index.html")},
          {"How we count", here.to("method/index.html")},
          {"Check it", here.to("verify/index.html")},
          {"Data", here.to("data/index.html")}};
}

/// The navigation entry under which a page stands.
std::string section_of(const Here& here) {
  const std::string& path = here.path();
  const std::size_t slash = path.find('/');
  return here.to(slash == std::string::npos ? "index.html" : path.substr(0, slash) + "/index.html");
}

Html foot(const SiteData& site, const Here& here) {
  // Rules and holdings are no figures: they are stated by the provider, bundles or not.
  Html out = site.periods.empty()
                 ? p("Made from the policies and the profile of what is held, at ", time_in_words(site.options.made_at),
                     ". No bundle has been published yet.")
                 : p("Every figure is made from the published bundles alone, at ", time_in_words(site.options.made_at),
                     ". ", here.link("verify/index.html", "Recompute every figure"), " or take ",
                     here.link("data/index.html", "the files"), ".");
  out += p(here.link("notice/index.html", "I got a notice. Is it real?"), " \u00b7 ",
           here.link("complain/index.html", "Contest something"), " \u00b7 ",
           here.link("authorities/index.html", "For authorities"));
  out += p(cls("w-small"), "Log ", code(site.options.origin), ". Page ", code(here.path()), ", build ",
           code(site.options.source_build.empty() ? "not stated" : site.options.source_build), ".");
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
  Document page;
  page.title = std::move(parts.title);
  page.description = std::move(parts.description);
  page.provider_name = site.options.provider_name;
  page.home = here.to("index.html");
  page.stylesheets = {here.to("style.css")};
  page.navigation = navigation(here);
  page.current = section_of(here);
  for (const auto& [text, path] : parts.above) page.breadcrumbs.push_back({text, here.to(path)});
  page.feeds = {{"Reports and policies", here.to("feed.atom")}};
  page.ribbon = site.label();
  page.main = std::move(parts.main);
  page.footer = foot(site, here);
  return {here.path(), document(page)};
}

Html cell_number(std::uint64_t value) { return number(value); }
Html cell_not_reported() { return span(cls("w-none"), "not reported"); }
Html cell_not_shown() { return span(cls("w-held"), "country not shown"); }
Html cell_band(std::uint64_t low, std::uint64_t high) {
  return span(cls("w-band"), number(low) + "\u2013" + number(high), span(cls("w-band-word"), " band"));
}
Html cell_days(const std::optional<std::uint64_t>& doubled) {
  return doubled ? Html(half_in_words(*doubled)) : span(cls("w-none"), "none decided");
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
    body += tr(when(shape.totals_first && r == 0, cls("w-total")), cells);
  }
  return table(when(!shape.id.empty(), id(shape.id)),
               cls(std::string("w-grid") + (shape.stacked ? " w-stacked" : "") + (shape.even ? " w-even" : "")),
               caption(shape.caption), thead(head), tbody(body));
}

Html figures(const Here& here, std::span<const Figure> shown) {
  return dl(cls("w-figures"), each(shown, [&](const Figure& one) {
              return div(dt(a(href(here.to("method/index.html#" + one.definition)), one.label)),
                         dd(cls("w-figure"), number(one.value)), dd(cls("w-span"), one.span),
                         one.change.empty() ? Html() : dd(cls("w-change"), one.change));
            }));
}

Html breakdown(const Here& here, const Breakdown& shape, const Codes& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
  std::erase_if(rows, [](const auto& row) { return row.second == 0; });
  if (rows.empty()) return p(id(shape.id), cls("w-empty"), shape.caption + ": " + shape.empty);
  sort_keeping_ties(rows, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::uint64_t sum = 0;
  for (const auto& row : rows) sum += row.second;
  const std::uint64_t whole = shape.out_of > 0 ? shape.out_of : sum;
  const bool shares = whole >= share_cases_min;
  Grid made{.id = shape.id,
            .caption = shape.caption,
            .columns = {{shape.what}, {"Count", true}, {shares ? "Share" : "Bar", shares}},
            .stacked = false,
            .even = true};
  if (shares) made.columns.push_back({"Bar"});
  for (const auto& [code, count] : rows) {
    std::vector<Html> cells = {label_of(shape.words, code), cell_number(count)};
    if (shares) cells.emplace_back(decimal(100.0 * static_cast<double>(count) / static_cast<double>(whole)) + " %");
    cells.push_back(bar(count, rows.front().second, code));
    made.rows.push_back(std::move(cells));
  }
  return grid(here, made);
}

Html synthetic_model_note(const SiteData& site) {
  if (!site.options.synthetic) return {};
  return p(
      cls("w-note"), strong(site.options.provider_name),
      " does not exist: it is a demonstration. Where a real service is named here, its public statements served as "
      "the model, paraphrased; that service has no part in this site, and every request was made up.");
}

Html contact(const SiteData& site) {
  if (site.options.contact.empty()) return "the address that the provider names for its transparency report";
  return code(site.options.contact);
}

Html command(std::string_view text) {
  return pre(cls("w-command"), attr("tabindex", "0"), attr("role", "region"), attr("aria-label", "Command"), text);
}

Html hash(std::string_view hex) {
  Html groups;
  for (std::size_t i = 0; i < hex.size(); i += 8) {
    if (i > 0) groups += element("wbr");
    groups += Html(hex.substr(i, 8));
  }
  return code(cls("w-hash"), attr("dir", "ltr"), groups);
}

Html file_links(const Here& here, const std::vector<std::pair<std::string, std::string>>& files) {
  Html out = "Files: ";
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i > 0) out += " ";
    out += here.link(files[i].second, files[i].first);
  }
  return p(cls("w-files"), out);
}

Html fulfilled_note(const Here& here) {
  return p(
      cls("w-small"),
      "A request counts as fulfilled in the period of its package, so a period can have more fulfilled than received. ",
      here.link("method/index.html#fulfilled", "How we count"), ".");
}

std::string decided_note() {
  return "Fulfilled and packages count what was delivered in the period. Decided and pending say how the requests that "
         "were received in the period stood at its close: a decision to give is no delivery yet, its package may fall "
         "in the next period, and packages of this period may answer earlier requests.";
}

std::string bytes_in_words(std::uint64_t bytes) { return counted(bytes, "byte", "bytes"); }

Html country_link(const Here& here, const std::string& alpha2) {
  const std::string slug = country_slug(alpha2);
  if (alpha2 == country_not_shown) return cell_not_shown();
  return slug.empty() ? Html(country_name(alpha2))
                      : here.link("countries/" + slug + "/index.html", country_name(alpha2));
}

}  // namespace writ::report
