#include <algorithm>

#include "page/parts.h"
#include "portal/case_pages.h"

namespace writ::portal {

using namespace page;

namespace {

/// R1, or R1b once the promised time has passed without the receipt.
Html receipt_words(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  if (view.receipt_ready) return p(strong(t.html("portal.r2.title")), " ", t.html("portal.r2.text"));
  if (view.now > view.receipt_due) return warning_text(t.html("portal.r1b", {{"time", time_of(t, view.receipt_due)}}));
  if (!view.receipt_is_written) return p(t.html("portal.r1.unwritten", {{"time", time_of(t, view.receipt_due)}}));
  return p(t.html("portal.r1.text", {{"time", time_of(t, view.receipt_due)}, {"mailbox", identifier(view.mailbox)}}));
}

Html emergency_words(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  return notification_banner(
      t.text("portal.e1.title", {{"time", t.time(view.received_at)}}),
      p(t.html("portal.e1.text")) + p(t.html("portal.e1.due", {{"time", time_of(t, view.due_at)}})));
}

Html file_links(const Context& context, const CaseView& view, const ReceiptLine& one) {
  const Locale& t = context.t;
  const std::string at = view.url("receipts/" + one.folder + "/");
  Html out = li(a(href(at + "promise"), t.html("portal.file.promise"))) +
             li(a(href(at + "promise.opening.json"), t.html("portal.file.promise_opening")));
  if (one.ready)
    out += li(a(href(at + "receipt.tlog-proof"), t.html("portal.file.proof"))) +
           li(a(href(at + "receipt.opening.json"), t.html("portal.file.opening")));
  return ul(cls("govuk-list"), out);
}

}  // namespace

Html receipts_archive(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  return p(link_button(t.text("portal.receipts.all"), view.url("receipts.zip"), ButtonKind::secondary));
}

Html receipts_with_package(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  const bool ready =
      std::ranges::all_of(view.receipts, [](const ReceiptLine& one) { return one.ready || one.kind != "disclosure"; });
  return h2(id("receipts"), t.html("portal.receipts.title")) +
         p(ready ? t.html("portal.receipts.with_package_ready") : t.html("portal.receipts.with_package")) +
         receipts_archive(context, view) + p(a(href(view.url() + "#receipts"), t.html("portal.receipts.each")));
}

Html receipts_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  std::vector<SummaryRow> rows;
  for (const ReceiptLine& one : view.receipts)
    rows.push_back({.key = coded(t, "portal.receipt_of.", one.kind),
                    .value = p(tag(one.ready ? t.text("portal.receipt.ready") : t.text("portal.receipt.promise_only"),
                                   one.ready ? Tone::good : Tone::info)) +
                             file_links(context, view, one)});
  Html out = h2(id("receipts"), t.html("portal.receipts.title")) + receipt_words(context, view) +
             receipts_archive(context, view) + summary_list(rows);
  if (!view.own) return out;
  out += p(a(href(view.url("request.json")), t.html("portal.file.request")));
  if (!view.nonce.empty())
    out += details_part(t.text("portal.nonce.yours"),
                        p(t.html(view.nonce_ours ? Key("portal.nonce.made_here") : Key("portal.nonce.made_by_you"))) +
                            p(grouped_hash(view.nonce)));
  return out + p(a(href("/receipt/"), t.html("portal.receipts.check")));
}

Html sent_page(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  Html out;
  if (view.emergency) out += emergency_words(context, view);
  return out + h1(t.html("portal.r1.title", {{"ref", identifier(view.ref)}})) + receipts_part(context, view) +
         p(cls("govuk-hint"), t.html("portal.sent.leave")) +
         button_row({link_button(t.text("portal.sent.follow"), view.url()),
                     a(href(view.url("sent")), t.html("portal.sent.reload"))});
}

}  // namespace writ::portal
