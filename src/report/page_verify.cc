#include <nlohmann/json.hpp>

#include "report/components.h"
#include "report/pages.h"
#include "report/script_words.h"
#include "report/trust.h"

namespace writ::report {

using namespace page;

namespace {

std::string command_at(const SiteData& site, const std::string& place) {
  std::string command = "writ verify";
  for (const PeriodData& one : site.periods) command += " " + place + "bundles/" + one.name();
  command += " --log " + place + "log --policy policy.txt";
  // Only a set that reaches back to the first entry can promise that nothing lies outside it.
  if (!site.periods.empty() && site.periods.front().bundle.published.first_index == 0) command += " --all";
  return command;
}

std::uint64_t bundle_bytes(const PeriodData& one) {
  std::uint64_t sum = 0;
  for (const BundleFile& file : one.bundle.files) sum += file.bytes;
  return sum;
}

Html steps(const SiteData& site) {
  const Locale& t = site.locale();
  return ol(li(t("verify.step_log")), li(t("verify.step_order")), li(t("verify.step_entries")),
            li(t("verify.step_events")), li(t("verify.step_totals")), li(t("verify.step_hash")),
            li(step_of_time(site)));
}

Html shown_and_not(const SiteData& site) {
  const Locale& t = site.locale();
  const Html shown = section(h2(t("verify.shows")), ul(li(t("verify.shows_signatures")), li(t("verify.shows_entries")),
                                                       li(t("verify.shows_totals")), li(t("verify.shows_growth"))));
  const Html never =
      section(h2(t("verify.never")),
              ul(each(trust_limits(site), [](const Html& limit) { return li(limit); }), li(t("limit.left_out")),
                 li(t("verify.never_invented")), li(t("limit.right")), li(t("limit.page"))));
  return div(cls("w-columns"), shown, never);
}

/// Address of the site's root from a page, in every language.
std::string root_from(const Here& here) {
  const std::string policy = here.to("policy.txt");
  return policy.substr(0, policy.size() - std::string_view("policy.txt").size());
}

/// Where web/verify/verify.entry.mjs builds the check; hidden until it runs.
Html checker(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  auto periods = nlohmann::json::array();
  for (const PeriodData& one : site.periods)
    periods.push_back({{"name", one.name()},
                       {"label", period_in_words(one.period(), t)},
                       {"bytes", bundle_bytes(one)},
                       {"close", one.bundle.published.close_index}});
  auto countries = nlohmann::json::array();
  for (const std::string& code : site.countries())
    if (code != country_not_shown) countries.push_back({code, country_name(code, t)});
  const std::string reach = site.options.contact.empty() ? t.text("verify.the_provider") : site.options.contact;
  const std::string root = root_from(here);
  return div(id("checker"), flag("hidden"), attr("data-root", root.empty() ? "./" : root),
             attr("data-periods", periods.dump()), attr("data-countries", countries.dump()),
             attr("data-contact", reach), attr("data-words", checker_words(t)), attr("data-verdict", verdict_words(t)));
}

Html published_figures(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  Grid made{.id = "published",
            .caption = t.text("verify.published"),
            .columns = {{t.text("column.period")},
                        {t.text("figure.received"), true},
                        {t.text("figure.fulfilled"), true},
                        {t.text("figure.users"), true}}};
  for (const PeriodData& one : site.periods) {
    const Counts& all = one.tables.all;
    made.rows.push_back({here.link("reports/" + one.name() + "/index.html", period_in_words(one.period(), t)),
                         t.number(all.requests), t.number(all.fulfilled), t.number(all.users_affected)});
  }
  return grid(here, made) + p(strong(attr("data-part", "published-mark")));
}

Html in_this_browser(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  return h2(id("here"), t("verify.here")) + element("noscript", p(cls("w-note"), t("verify.no_script"))) +
         checker(site, here) + published_figures(site, here);
}

Html what_it_reads(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  Grid made{.id = "periods",
            .caption = t.text("verify.reads_caption"),
            .columns = {{t.text("column.period")},
                        {t.text("verify.entries")},
                        {t.text("verify.opened"), true},
                        {t.text("verify.held"), true},
                        {t.text("column.bytes"), true}}};
  for (const PeriodData& one : site.periods)
    made.rows.push_back({period_in_words(one.period(), t),
                         t("others.from_to", {{"low", t.number(one.bundle.published.first_index)},
                                              {"high", t.number(one.bundle.published.close_index)}}),
                         t.number(one.bundle.opened.size() - one.tables.all.held), t.number(one.tables.all.held),
                         t.number(bundle_bytes(one))});
  return grid(here, made);
}

Html at_the_command_line(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  Html out = h2(id("command"), t("verify.command"));
  out += ol(li(t("verify.get_writ")), li(t("verify.get_policy", {{"policy", here.link("policy.txt", "policy.txt")}})),
            li(t("verify.run")));
  out += command(verify_by_address(site), t);
  out += p(t("verify.reads", {{"checkpoint", here.link("log/checkpoint", "log/checkpoint")},
                              {"data", here.href_to("data/index.html")},
                              {"list", here.link(".well-known/writ.json", ".well-known/writ.json")}}));
  out += command(command_at(site, ""), t);
  return out + p(t("verify.old_checkpoint")) + what_it_reads(site, here);
}

Html answers(const Here& here, const Locale& t) {
  Grid made{.id = "answers",
            .caption = t.text("verify.codes"),
            .columns = {{t.text("verify.code")}, {t.text("verify.meaning")}},
            .stacked = false};
  made.rows = {{"0", t("verify.code_0")}, {"1", t("verify.code_1")}, {"2", t("verify.code_2")}};
  return h2(t("verify.answers")) + grid(here, made);
}

}  // namespace

std::string verify_by_address(const SiteData& site) {
  return "curl -O $SITE/policy.txt\n" + command_at(site, "$SITE/");
}

Html verify_box(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  std::uint64_t bytes = 0;
  for (const PeriodData& one : site.periods) bytes += bundle_bytes(one);
  return section(
      cls("w-box"), attr("aria-labelledby", "check"), h2(id("check"), t("verify.title")),
      p(t("verify.in_browser", {{"bytes", bytes_in_words(bytes, t)}, {"verify", here.href_to("verify/index.html")}})),
      p(t("verify.with_site")), command(verify_by_address(site), t), p(t("verify.ends_with_0")));
}

std::pair<std::string, std::string> verify_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("verify/index.html");
  Html main = h1(t("verify.title"));
  if (site.periods.empty())
    main += p(cls("w-lead"), t("checker.no_period"));
  else
    main += p(cls("w-lead"), t("verify.lead")) + in_this_browser(site, here) + at_the_command_line(site, here);
  main += answers(here, t) + h2(t("verify.does")) + steps(site) + shown_and_not(site);
  main += h2(t("verify.else")) +
          p(t("verify.else_where", {{"receipt", here.href_to("receipt/index.html")},
                                    {"signer", here.link("package-signer.crt.pem", "package-signer.crt.pem")},
                                    {"how", here.href_to("authorities/index.html#receipt")}}));
  if (site.test_log()) main += p(cls("w-note"), t("verify.test_log"));
  return page_file(site, here,
                   {.title = t.text("verify.title"),
                    .description = t.text("verify.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .script = "verify.js"});
}

}  // namespace writ::report
