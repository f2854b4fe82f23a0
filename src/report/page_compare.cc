// /policy/compare/{a}..{b}/: what changes from one policy to the other, in sentences, side by side, and in figures.
#include "report/page_compare.h"

#include <algorithm>

#include "page/parts.h"
#include "report/components.h"
#include "report/rule_words.h"

namespace writ::report {

using namespace page;

namespace {

Html sentences(const policy::Policy& before, const policy::Policy& after, const Locale& t) {
  const auto changes = policy::differences(before, after);
  if (!changes) return p(cls("w-empty"), t("policy.too_large"));
  if (changes->empty()) return p(t("policy.alike"));
  return p(t("compare.differences", {{"n", changes->size()}})) +
         changes_list(*changes, before, after, Detail::whole, t);
}

Html rule_cell(const RuleInWords* rule, const Locale& t) {
  if (rule == nullptr) return span(cls("w-none"), t("compare.no_rule"));
  Html out = strong(rule->outcome);
  out += rule->conditions.empty() ? div(t("rules.always"))
                                  : ul(cls("w-plain"), each(rule->conditions, [](const Html& one) { return li(one); }));
  return out + div(cls("w-small"), t("rules.rule", {{"id", code_identifier(rule->id)}}));
}

bool same(const std::vector<Html>& a, const std::vector<Html>& b) {
  return std::ranges::equal(a, b, {}, &Html::str, &Html::str);
}

/// The word comes before the rule: colour alone would not say it.
Key word_of(const RuleInWords* before, const RuleInWords* after) {
  if (before == nullptr) return "compare.added";
  if (after == nullptr) return "compare.removed";
  const bool alike = before->outcome == after->outcome && same(before->conditions, after->conditions);
  return alike ? "compare.unchanged" : "compare.changed";
}

Html side_by_side(const Here& here, const policy::Policy& before, const policy::Policy& after) {
  const Locale& t = Locale::of(here.language());
  const std::vector<RuleInWords> was = rules_in_words(before, t), now = rules_in_words(after, t);
  const auto find = [](const std::vector<RuleInWords>& rules, const std::string& id) -> const RuleInWords* {
    const auto found = std::ranges::find(rules, id, &RuleInWords::id);
    return found == rules.end() ? nullptr : &*found;
  };
  Grid made{
      .id = "rules",
      .caption = t.text("compare.rules_caption"),
      .columns = {
          {t.text("compare.what_happened")}, {text_of_policy(before.title(), t)}, {text_of_policy(after.title(), t)}}};
  const auto add = [&](const RuleInWords* a, const RuleInWords* b) {
    made.rows.push_back({t(word_of(a, b)), rule_cell(a, t), rule_cell(b, t)});
  };
  for (const RuleInWords& rule : was) add(&rule, find(now, rule.id));
  for (const RuleInWords& rule : now)
    if (find(was, rule.id) == nullptr) add(nullptr, &rule);
  return grid(here, made);
}

std::string title_of(const Comparison& one, const Locale& t) {
  return t.text("compare.title",
                {{"before", text_of_policy(one.before->title(), t)}, {"after", text_of_policy(one.after->title(), t)}});
}

Html about(const SiteData& site, const ReplayedStream& stream) {
  const Locale& t = site.locale();
  const std::uint64_t requests = stream.all.requests();
  if (stream.names.users) return p(t("compare.about_opened", {{"n", requests}}));
  return p(span(cls("w-label"), site.label_in_words()), " ", t("compare.about_stream", {{"n", requests}}));
}

Html section_of(const SiteData& site, const Here& here, const ReplayedStream& stream) {
  return h3(site.locale()(stream.names.users ? Key("compare.opened") : Key("compare.stream"))) + about(site, stream) +
         replay_table(here, stream.all, stream.names) + replay_differences(here, stream.compared, stream.names) +
         file_links(here, {{"CSV", stream.stem + ".csv"}, {"JSON", stream.stem + ".json"}});
}

Html recompute(const SiteData& site, const Here& here, const Comparison& one) {
  if (site.options.synthetic_requests.empty()) return {};
  std::string line = "writ policy replay --requests requests.jsonl";
  for (const policy::Policy* policy : {one.before, one.after}) line += " --policy policies/" + policy->id() + ".toml";
  for (const policy::Profile& profile : profiles_of(site)) line += " --profile profiles/" + profile.id + ".toml";
  const Locale& t = site.locale();
  return p(t("compare.shell", {{"file", here.link("policy/compare/requests.jsonl", "requests.jsonl")}})) +
         command(line, t);
}

Html sources(const SiteData& site, const Comparison& one) {
  const Locale& t = site.locale();
  const auto source = [&](const std::string& title, const std::string& text, const std::string& note) {
    const Html of = t("others.measure_of", {{"measure", strong(of_policy(title, t))}, {"process", as_written(text)}});
    return li(of, note.empty() ? Html() : Html(" ") + of_policy(note, t));
  };
  Html out = h2(t("compare.sources")) + ul(source(one.before->title(), one.before->source(), ""),
                                           source(one.after->title(), one.after->source(), ""));
  const auto profiles = profiles_of(site);
  if (profiles.empty()) return out;
  return out + p(t("compare.held")) + ul(each(profiles, [&](const policy::Profile& profile) {
           return source(profile.title, profile.source, profile.note);
         }));
}

std::pair<std::string, std::string> one_page(const SiteData& site, const Comparison& one) {
  const Locale& t = site.locale();
  const Here here = site.here(compare_page(*one.before, *one.after));
  Html main = h1(title_of(one, t)) + p(cls("w-lead"), t("compare.lead")) + synthetic_model_note(site);
  main += h2(t("compare.what_changes")) + sentences(*one.before, *one.after, t) + h2(t("compare.side_by_side")) +
          side_by_side(here, *one.before, *one.after);
  main += h2(t("compare.given")) + p(t("compare.given_how"));
  for (const ReplayedStream& stream : one.streams) main += section_of(site, here, stream);
  main += recompute(site, here, one) + sources(site, one);
  return page_file(site, here,
                   {.title = one.before->id() + ".." + one.after->id(),
                    .description = t.text("compare.description"),
                    .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.policy"), "policy/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

std::string compare_page(const policy::Policy& before, const policy::Policy& after) {
  return "policy/compare/" + before.id() + ".." + after.id() + "/index.html";
}

Html compare_links(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  const auto pairs = comparisons(site);
  if (pairs.empty()) return {};
  return ul(each(pairs, [&](const auto& pair) {
    const std::string words = t.text("compare.pair", {{"before", text_of_policy(pair.first->title(), t)},
                                                      {"after", text_of_policy(pair.second->title(), t)}});
    return li(here.link(compare_page(*pair.first, *pair.second), words));
  }));
}

SiteFiles compare_pages(const SiteData& site, const std::vector<Comparison>& all) {
  SiteFiles out;
  for (const Comparison& one : all) {
    out.push_back(one_page(site, one));
    if (site.language != Language::en) continue;
    for (const ReplayedStream& stream : one.streams) {
      out.emplace_back(stream.stem + ".csv", replay_csv(stream.all));
      out.emplace_back(stream.stem + ".json", replay_json(stream.all, stream.compared, stream.names));
    }
  }
  if (!all.empty() && site.language == Language::en && !site.options.synthetic_requests.empty())
    out.emplace_back("policy/compare/requests.jsonl", site.options.synthetic_requests);
  return out;
}

}  // namespace writ::report
