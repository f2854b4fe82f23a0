// Holdings, method, check-it-yourself and 404: words with few figures.
#include "legal/vocabulary.h"
#include "policy/policy.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"
#include "report/trust.h"

namespace writ::report {

using namespace page;

namespace {

Html definition(std::string_view anchor, const Html& word, const Html& meaning) {
  return div(id(anchor), dt(word), dd(meaning));
}

std::string kept_for(const Locale& t, const policy::ProfileCategory& category) {
  if (!category.retention_days) return t.text("holdings.as_account");
  return t.text("length.days", {{"n", static_cast<std::uint64_t>(*category.retention_days)}});
}

/// The system, and since when nothing is read from it if this deployment has it switched off.
Html where_of(const Locale& t, const policy::ProfileCategory& category) {
  Html out = of_policy(category.from_system, t);
  if (category.off_since)
    out += p(cls("w-note"), t("holdings.off_since", {{"day", day_in_words(*category.off_since, t)}}));
  return out;
}

/// Which instruments reach a category under the policy in force: all, unless a rule that gives it names some.
Html reached_by(const SiteData& site, std::string_view category) {
  const Locale& t = site.locale();
  if (site.policies.empty()) return t("holdings.no_policy");
  const policy::Policy::Reach reach = site.policies.back().reach_of(category);
  if (!reach.given) return t("holdings.not_given");
  if (reach.every) return t("holdings.every_instrument");
  std::vector<std::string> labels;
  for (const std::string& instrument : reach.codes) labels.push_back(label_of(legal::instruments(), instrument, t));
  return t.list(labels);
}

Html holdings_main(const SiteData& site, const Here& here, const policy::Profile& profile) {
  const Locale& t = site.locale();
  Grid held{.id = "held",
            .caption = t.text("word.holding.held"),
            .columns = {{t.text("column.data")},
                        {t.text("holdings.how_long")},
                        {t.text("holdings.why")},
                        {t.text("holdings.where")},
                        {t.text("holdings.eu_class")},
                        {t.text("holdings.reached_by")}}};
  Grid absent{.id = "not-held",
              .caption = t.text("holdings.absent_caption"),
              .columns = {{t.text("column.data")}, {t.text("holdings.why_not")}, {t.text("holdings.source")}}};
  for (const legal::Word& word : legal::categories()) {
    const auto found = profile.categories.find(std::string(word.code));
    if (found == profile.categories.end()) continue;
    const policy::ProfileCategory& category = found->second;
    const std::string label = label_of(legal::categories(), word.code, t);
    if (category.held) {
      const auto eu = Key::find("holdings.eu." + std::string(legal::eu_class(word.code)));
      held.rows.push_back({label, kept_for(t, category), of_policy(category.reason, t), where_of(t, category),
                           eu ? t(*eu) : Html(), reached_by(site, word.code)});
    } else {
      absent.rows.push_back({label, of_policy(category.reason, t), as_written(category.source)});
    }
  }
  Html out =
      p(cls("w-lead"),
        t("holdings.lead", {{"provider", site.options.provider_name}, {"profile", em(of_policy(profile.title, t))}})) +
      synthetic_model_note(site);
  out += held.rows.empty() ? p(t("holdings.nothing")) : grid(here, held);
  out += h2(t("holdings.not_by_design")) + (absent.rows.empty() ? p(t("holdings.everything")) : grid(here, absent));
  out += p(t("holdings.no_content"));
  out += h2(t("holdings.unknowable")) + p(t("holdings.addresses"));
  if (!profile.note.empty()) out += p(of_policy(profile.note, t));
  return out + h2(t("holdings.source")) + p(as_written(profile.source));
}

Html definitions(const Locale& t) {
  const std::pair<const char*, std::pair<Key, Key>> words[] = {
      {"received", {"column.received", "method.received"}},
      {"fulfilled", {"column.fulfilled", "method.fulfilled"}},
      {"users", {"figure.users", "method.users"}},
      {"account", {"method.account_word", "method.account"}},
      {"refused", {"figure.refused", "method.refused"}},
      {"pending", {"column.pending", "method.pending"}},
      {"instrument", {"method.coded_word", "method.coded"}},
      {"preservation", {"column.preservations", "method.preservation"}},
      {"notice", {"method.notices_word", "method.notices"}},
      {"days", {"column.median_days", "method.days"}}};
  Html out;
  for (const auto& [anchor, keys] : words) out += definition(anchor, t(keys.first), t(keys.second));
  return dl(cls("w-definitions"), out);
}

Html not_a_number(const Locale& t) {
  return h2(id("band"), t("method.four")) + ul(cls("w-plain"), li(strong("0"), " \u2013 ", t("method.zero")),
                                               li(cell_not_reported(t), " \u2013 ", t("method.not_reported")),
                                               li(cell_not_shown(t), " \u2013 ", t("method.not_shown")),
                                               li(cell_band(0, 249, t), " \u2013 ", t("method.band")));
}

Html limits(const SiteData& site) {
  const Locale& t = site.locale();
  return h2(t("method.limits")) + ul(each(trust_limits(site), [](const Html& limit) { return li(limit); }),
                                     li(t("limit.left_out")), li(t("limit.invented")), li(t("limit.right")),
                                     li(t("limit.unverified")), li(t("limit.page")));
}

}  // namespace

std::pair<std::string, std::string> holdings_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("holdings/index.html");
  Html main = h1(t("nav.holdings"));
  main += site.profile ? holdings_main(site, here, *site.profile) : p(cls("w-lead"), t("holdings.no_profile"));
  return page_file(site, here,
                   {.title = t.text("nav.holdings"),
                    .description = t.text("holdings.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> method_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("method/index.html");
  Html main = h1(t("nav.method")) + p(cls("w-lead"), t("method.lead"));
  main += definitions(t) + not_a_number(t);
  main += h2(t("method.shares_title")) + p(t("method.shares"));
  main += h2(t("method.periods_title")) + p(t("method.periods"));
  main += h2(t("report.corrections")) + p(t("method.corrections"));
  main += h2(t("method.names_title")) + p(t("method.names"));
  main += limits(site);
  return page_file(site, here,
                   {.title = t.text("nav.method"),
                    .description = t.text("method.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> not_found_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here("404.html", site.language, true);
  Html main = h1(t("missing.title"));
  main += p(cls("w-lead"), t("missing.lead", {{"home", here.href_to("index.html")}}));
  main += p(t("missing.onward", {{"reports", here.href_to("reports/index.html")},
                                 {"countries", here.href_to("countries/index.html")},
                                 {"data", here.href_to("data/index.html")}}));
  return page_file(site, here,
                   {.title = t.text("missing.title"), .description = "", .above = {}, .main = std::move(main)});
}

}  // namespace writ::report
