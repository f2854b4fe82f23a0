#include "crypto/native_host.h"
#include "page/number.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"

namespace writ::report {

using namespace page;

namespace {

Html changes(const policy::Policy& before, const policy::Policy& after) {
  const auto sentences = policy::diff(before, after);
  if (!sentences) return p(cls("w-empty"), "The two policies are too large to be compared here.");
  if (sentences->empty()) return p("Both decide every request alike.");
  return ul(cls("w-plain w-diff"), each(*sentences, [](const std::string& sentence) {
              const ChangeInWords change = change_in_words(sentence);
              return li(strong(change.subject), change.was.empty() ? Html() : p(em("Was"), " ", change.was),
                        change.now.empty() ? Html() : p(em("Now"), " ", change.now));
            }));
}

Html rule_block(const RuleInWords& rule) {
  Html conditions = rule.conditions.empty()
                        ? p("Always.")
                        : p("When all of this holds:") +
                              ul(each(rule.conditions, [](const std::string& condition) { return li(condition); }));
  return section(cls(rule.gives ? "w-rule w-gives" : "w-rule"), h3(rule.outcome), conditions,
                 rule.note.empty() ? Html() : p(cls("w-small"), rule.note), p(cls("w-small"), "Rule ", code(rule.id)));
}

Html logged(const SiteData& site, const policy::Policy& policy) {
  const std::string sha256 = base::to_hex(crypto::sha256(policy.text()));
  Html out = h2("File") + p("SHA-256 of the policy file: ", hash(sha256));
  const LoggedPolicy* entry = site.logged_policy(policy.id());
  if (entry == nullptr) return out + p(cls("w-note"), "No published period opens an entry of this policy in the log.");
  out += p("Committed to the log as entry ", strong(number(entry->index)), ", effective ",
           day_in_words(entry->effective), ".");
  if (entry->sha256 != sha256)
    out += p(cls("w-note"), "The file that the log commits to is another one: ", hash(entry->sha256));
  return out;
}

Html worked(const policy::Policy& policy) {
  if (policy.examples().empty()) return {};
  Html out = h2("Worked examples");
  for (const policy::Example& example : policy.examples()) {
    const ExampleInWords words = example_in_words(policy, example);
    out += section(cls("w-example"), h3(words.title), p(strong(words.outcome)),
                   ul(each(words.because, [](const std::string& reason) { return li(reason); })),
                   words.otherwise.empty() ? Html() : p(words.otherwise),
                   words.rule.empty() ? Html() : p(cls("w-small"), "Rule ", code(words.rule)));
  }
  return out;
}

std::pair<std::string, std::string> one_page(const SiteData& site, std::size_t at) {
  const policy::Policy& policy = site.policies[at];
  const Here here(site.policy_page(policy.id()));
  const bool last = at + 1 == site.policies.size();
  Html main = h1(policy.title());
  main += p(cls("w-lead"), "Effective from ", day_in_words(policy.effective()),
            last ? std::string(", and in force since.")
                 : " to " + day_in_words(site.policies[at + 1].effective() - std::chrono::days(1)) + ".",
            " The policy in force on the UTC day of receipt decides.");
  main += synthetic_model_note(site);
  main += h2("Rules") + each(rules_in_words(policy), rule_block);
  if (at > 0)
    main += h2("What changed") +
            p("Against ", here.link(site.policy_page(site.policies[at - 1].id()), site.policies[at - 1].title()), ":") +
            changes(site.policies[at - 1], policy);
  main += worked(policy) + logged(site, policy);
  main += h2("Source") + p(policy.source());
  main +=
      details(summary("The file as it stands in the log"), pre(cls("w-file"), attr("tabindex", "0"), policy.text()));
  main += file_links(here, {{"TOML", "policy/" + policy.id() + ".toml"}});
  return page_file(site, here,
                   {.title = policy.title(),
                    .description = "Rules as sentences.",
                    .above = {{"Latest", "index.html"}, {"Policy", "policy/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles policy_pages(const SiteData& site) {
  const Here here("policy/index.html");
  Html main = h1("Policy");
  if (site.policies.empty()) {
    main += p(cls("w-lead"), "No policy has been published here.");
  } else {
    main += p(cls("w-lead"), "What may be given, to whom, on which instrument. In force: ",
              here.link(site.policy_page(site.policies.back().id()), site.policies.back().title()), ".");
    main += synthetic_model_note(site);
    Grid made{.id = "policies",
              .caption = "Policies, the latest first",
              .columns = {{"Policy"}, {"Effective"}, {"Rules", true}, {"Requests decided under it", true}},
              .stacked = true};
    for (auto one = site.policies.rbegin(); one != site.policies.rend(); ++one) {
      const auto used = site.all.all.policy.find(one->id());
      made.rows.push_back({here.link(site.policy_page(one->id()), one->title()), day_in_words(one->effective()),
                           number(one->rule_count()),
                           cell_number(used == site.all.all.policy.end() ? 0 : used->second)});
    }
    main += grid(here, made);
    for (std::size_t i = site.policies.size(); i-- > 1;)
      main += h2("What changed on " + day_in_words(site.policies[i].effective())) +
              changes(site.policies[i - 1], site.policies[i]);
    if (site.policies.size() == 1) main += p("Unchanged since ", day_in_words(site.policies[0].effective()), ".");
  }
  SiteFiles out = {page_file(site, here,
                             {.title = "Policy",
                              .description = "Rules in force and how they changed.",
                              .above = {{"Latest", "index.html"}},
                              .main = std::move(main)})};
  for (std::size_t i = 0; i < site.policies.size(); ++i) {
    out.push_back(one_page(site, i));
    out.emplace_back("policy/" + site.policies[i].id() + ".toml", site.policies[i].text());
  }
  return out;
}

}  // namespace writ::report
