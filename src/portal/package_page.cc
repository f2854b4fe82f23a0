#include "page/parts.h"
#include "portal/case_pages.h"

namespace writ::portal {

using namespace page;

namespace {

/// N2. What was asked without a window was looked at from the beginning until the request came.
Html none_in_period(const Locale& t, const std::string& data, const HoldingLine& line) {
  if (!line.window) return t.html("portal.n2", {{"category", data}});
  const Html to = time_of(t, line.window->to);
  if (line.window->from == base::Time{}) return t.html("portal.n2_until", {{"category", data}, {"to", to}});
  return t.html("portal.n2_between", {{"category", data}, {"from", time_of(t, line.window->from)}, {"to", to}});
}

Html expired(const CaseView& view, const Locale& t, const std::string& category, const std::string& data,
             const HoldingLine& line) {
  const auto kept = view.kept_days.find(category);
  if (kept == view.kept_days.end()) return t.html("portal.n2_expired", {{"category", data}});
  if (!line.window || line.window->from == base::Time{})
    return t.html("portal.n2_expired_all", {{"category", data}, {"days", kept->second}});
  return t.html("portal.n2_expired_period",
                {{"category", data}, {"days", kept->second}, {"to", time_of(t, line.window->to)}});
}

Html holding_words(const Context& context, const CaseView& view, const HoldingLine& line, const std::string& category,
                   const std::string& holding) {
  const Locale& t = context.t;
  const std::string data = word_of(t, "category", category);
  if (holding == "not_held_by_design") return t.html("portal.n1", {{"category", data}, {"a", Href{"/holdings/"}}});
  if (holding == "none_in_period") return none_in_period(t, data, line);
  if (holding == "expired") return expired(view, t, category, data, line);
  if (holding == "source_unavailable")
    return t.html("portal.n3_category", {{"category", data}, {"due", time_of(t, view.due_at)}});
  return t.html("portal.held", {{"category", data}});
}

Html account_part(const Context& context, const CaseView& view, const HoldingLine& line,
                  const std::map<std::string, std::string>& account) {
  return ul(cls("govuk-list govuk-list--bullet"), each(account, [&](const auto& one) {
              return li(holding_words(context, view, line, one.first, one.second));
            }));
}

}  // namespace

Html holdings_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  if (view.holdings.empty()) return {};
  std::vector<SummaryRow> rows;
  for (const HoldingLine& one : view.holdings) {
    Html value = each(one.accounts, [&](const auto& account) { return account_part(context, view, one, account); });
    if (one.accounts.empty()) value = t.html("portal.holding.no_account");
    rows.push_back({.key = one.identifier, .value = value});
  }
  return h2(t.html("portal.holding.title")) + summary_list(rows);
}

namespace {

/// What happened to the file, and what can be done.
Html gone_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  if (!view.package->expired) return warning_text(t.html("portal.package.missing"));
  Html out = warning_text(t.html("portal.package.gone", {{"time", time_of(t, view.package->expires)}}));
  if (view.stage != "delivered") return out + p(t.html("portal.package.gone_acknowledged"));
  return out + p(t.html("portal.package.again_text")) +
         form_element({.action = view.url("package/again"), .csrf = context.csrf},
                      submit_button(t.text("portal.package.again")));
}

}  // namespace

Html package_page(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  const PackageView& package = *view.package;
  Html key = t.html("portal.key.fingerprint", {{"kind", coded(t, "portal.key_kind.", view.key.kind)}}) + br() +
             code(cls("w-hash"), attr("dir", "ltr"), view.key.fingerprint);
  Html out = h1(t.html("portal.package.title", {{"ref", identifier(view.ref)}})) +
             p(cls("w-lead"), t.html("portal.package.lead")) + holdings_part(context, view) +
             h2(t.html("portal.package.file")) +
             summary_list({{.key = t.text("portal.package.name"), .value = identifier(package.name)},
                           {.key = t.text("portal.package.size"), .value = bytes_of(t, package.bytes)},
                           {.key = "SHA-256", .value = grouped_hash(package.sha256)},
                           {.key = t.text("portal.package.key"), .value = key},
                           {.key = t.text("portal.package.delivered"), .value = time_of(t, package.delivered_at)},
                           {.key = t.text("portal.package.expires"), .value = time_of(t, package.expires)}});
  if (!view.own) return out + inset_text(t.html("portal.package.colleague"));
  if (!package.present) return out + gone_part(context, view);
  out += button_row({link_button(t.text("portal.package.download"), view.url("package/file"))}) +
         p(cls("govuk-hint"), t.html("portal.package.resume"));
  out += details_part(t.text("portal.package.wrong_key"),
                      p(t.html("portal.package.wrong_key_text", {{"a", Href{"/portal/account"}}})));
  out += receipts_with_package(context, view);
  if (view.stage == "approved") return out;  // incomplete: the rest follows, and the whole is acknowledged
  if (view.stage != "delivered") return out + inset_text(t.html("portal.package.acknowledged"));
  return out + h2(t.html("portal.package.ack_title")) + p(t.html("portal.package.ack_text")) +
         form_element({.action = view.url("acknowledge"), .csrf = context.csrf},
                      submit_button(t.text("portal.package.ack")));
}

}  // namespace writ::portal
