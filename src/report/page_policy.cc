#include "crypto/native_host.h"
#include "page/parts.h"
#include "report/components.h"
#include "report/page_compare.h"
#include "report/pages.h"
#include "report/rule_words.h"

namespace writ::report {

using namespace page;

namespace {

Html changes(const Locale& t, const policy::Policy& before, const policy::Policy& after) {
  const auto differences = policy::differences(before, after);
  if (!differences) return p(cls("w-empty"), t("policy.too_large"));
  if (differences->empty()) return p(t("policy.alike"));
  return changes_list(*differences, before, after, Detail::whole, t);
}

Html rule_block(const RuleInWords& rule, const Locale& t) {
  Html conditions =
      rule.conditions.empty()
          ? p(t("rules.always"))
          : p(t("rules.when_all")) + ul(each(rule.conditions, [](const Html& condition) { return li(condition); }));
  return section(cls(rule.gives ? "w-rule w-gives" : "w-rule"), h3(rule.outcome), conditions,
                 rule.note.empty() ? Html() : p(cls("w-small"), rule.note),
                 p(cls("w-small"), t("rules.rule", {{"id", code_identifier(rule.id)}})));
}

Html logged(const SiteData& site, const policy::Policy& policy) {
  const Locale& t = site.locale();
  const std::string sha256 = base::to_hex(crypto::sha256(policy.text()));
  Html out = h2(t("column.file")) + p(t("policy.hash", {{"hash", hash(sha256)}}));
  const LoggedPolicy* entry = site.logged_policy(policy.id());
  if (entry == nullptr) return out + p(cls("w-note"), t("policy.not_in_log"));
  out += p(t("policy.in_log", {{"index", entry->index}, {"day", day_in_words(entry->effective, t)}}));
  if (entry->sha256 != sha256) out += p(cls("w-note"), t("policy.other_file", {{"hash", hash(entry->sha256)}}));
  return out;
}

Html worked(const Locale& t, const policy::Policy& policy) {
  if (policy.examples().empty()) return {};
  Html out = h2(t("policy.examples"));
  for (const policy::Example& example : policy.examples()) {
    const ExampleInWords words = example_in_words(policy, example, t);
    out += section(
        cls("w-example"), h3(words.title), p(strong(words.outcome)),
        ul(each(words.because, [](const Html& reason) { return li(reason); })),
        words.otherwise.empty() ? Html() : p(words.otherwise),
        words.rule.empty() ? Html() : p(cls("w-small"), t("rules.rule", {{"id", code_identifier(words.rule)}})));
  }
  return out;
}

std::pair<std::string, std::string> one_page(const SiteData& site, std::size_t at) {
  const Locale& t = site.locale();
  const policy::Policy& policy = site.policies[at];
  const Here here = site.here(site.policy_page(policy.id()));
  const bool last = at + 1 == site.policies.size();
  const std::string from = day_in_words(policy.effective(), t);
  Html main = h1(of_policy(policy.title(), t));
  main +=
      p(cls("w-lead"),
        last ? t("policy.in_force", {{"day", from}})
             : t("policy.was_in_force",
                 {{"day", from}, {"last", day_in_words(site.policies[at + 1].effective() - std::chrono::days(1), t)}}),
        " ", t("policy.which_decides"));
  main += synthetic_model_note(site);
  main += h2(t("policy.rules")) +
          each(rules_in_words(policy, t), [&](const RuleInWords& rule) { return rule_block(rule, t); });
  if (at > 0) {
    const policy::Policy& before = site.policies[at - 1];
    main += h2(t("policy.changed")) +
            p(t("policy.against",
                {{"before", here.link(site.policy_page(before.id()), text_of_policy(before.title(), t))}})) +
            changes(t, before, policy);
  }
  main += worked(t, policy) + logged(site, policy);
  main += h2(t("holdings.source")) + p(as_written(policy.source()));
  main += details(summary(t("policy.file_as_is")),
                  pre(cls("w-file"), attr("tabindex", "0"), attr("lang", "en"), attr("dir", "ltr"), policy.text()));
  main += file_links(here, {{"TOML", "policy/" + policy.id() + ".toml"}});
  return page_file(site, here,
                   {.title = text_of_policy(policy.title(), t),
                    .description = t.text("policy.description_one"),
                    .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.policy"), "policy/index.html"}},
                    .main = std::move(main)});
}

Html list_of(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  Html main =
      p(cls("w-lead"), t("policy.lead", {{"policy", here.link(site.policy_page(site.policies.back().id()),
                                                              text_of_policy(site.policies.back().title(), t))}}));
  main += synthetic_model_note(site);
  Grid made{.id = "policies",
            .caption = t.text("policy.caption"),
            .columns = {{t.text("nav.policy")},
                        {t.text("policy.effective_column")},
                        {t.text("policy.rules"), true},
                        {t.text("policy.decided_under"), true}},
            .stacked = true};
  for (auto one = site.policies.rbegin(); one != site.policies.rend(); ++one) {
    const auto used = site.all.all.policy.find(one->id());
    made.rows.push_back({here.link(site.policy_page(one->id()), text_of_policy(one->title(), t)),
                         day_in_words(one->effective(), t), t.number(one->rule_count()),
                         cell_number(used == site.all.all.policy.end() ? 0 : used->second, t)});
  }
  main += grid(here, made);
  for (std::size_t i = site.policies.size(); i-- > 1;)
    main += h2(t("policy.changed_on", {{"day", day_in_words(site.policies[i].effective(), t)}})) +
            changes(t, site.policies[i - 1], site.policies[i]);
  if (const Html links = compare_links(site, here); !links.empty()) main += h2(t("policy.compare")) + links;
  if (site.policies.size() == 1)
    main += p(t("policy.unchanged", {{"day", day_in_words(site.policies[0].effective(), t)}}));
  return main;
}

}  // namespace

SiteFiles policy_pages(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("policy/index.html");
  Html main = h1(t("nav.policy")) + (site.policies.empty() ? p(cls("w-lead"), t("policy.none")) : list_of(site, here));
  SiteFiles out = {page_file(site, here,
                             {.title = t.text("nav.policy"),
                              .description = t.text("policy.description"),
                              .above = {{t.text("nav.latest"), "index.html"}},
                              .main = std::move(main)})};
  for (std::size_t i = 0; i < site.policies.size(); ++i) {
    out.push_back(one_page(site, i));
    if (site.language == Language::en)
      out.emplace_back("policy/" + site.policies[i].id() + ".toml", site.policies[i].text());
  }
  return out;
}

}  // namespace writ::report
