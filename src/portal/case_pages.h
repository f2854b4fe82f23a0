// Pages of a request that was sent: where it is, its receipts, its package, and what an officer can still do.
#pragma once

#include "portal/preservation_pages.h"
#include "portal/values.h"

namespace writ::portal {

struct TimelineEntry {
  std::string kind;  // code: ends a text's key
  base::Time at;
  std::string who;   // you, colleague, us
  std::string text;  // a question, an answer; written by people
};

/// Files of one entry of the log: the request's own has folder "request".
struct ReceiptLine {
  std::string folder;
  std::string kind;    // request, decision, disclosure, notice, recode
  bool ready = false;  // the receipt too, not only the promise
};

/// What was held for one identifier: for each account the code of a holding by category; empty: no account.
struct HoldingLine {
  std::string identifier;               // as asked
  std::optional<legal::Window> window;  // that was looked at; an open beginning: all until `to`
  std::vector<std::map<std::string, std::string>> accounts;
};

struct PackageView {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha256;
  base::Time delivered_at;
  base::Time expires;
  bool present = false;  // still to be had
  bool expired = false;  // erased at its end
};

struct RefusalView {
  std::string ground;
  std::string rule;
  std::string policy;
  std::vector<std::string> missing;  // facts, in words
  base::Time review_until;
  bool review_asked = false;
  std::vector<std::string> unconfirmed = {};  // of an emergency: call, second_channel, danger_concrete, least
};

struct CaseView {
  std::string ref;
  std::string stage;  // checking, deciding, clarification, approved, delivered, acknowledged, refused, no_data ...
  bool emergency = false;
  bool own = true;  // false: a colleague, who looks and does nothing
  bool erased = false;
  base::Time now;
  base::Time received_at;
  base::Time due_at;
  base::Time receipt_due;
  bool receipt_ready = false;
  bool receipt_is_written = false;  // a letter about it is planned
  std::string mailbox;
  std::string agency;
  std::string instrument;
  std::string file_number;
  std::size_t accounts = 0;
  std::vector<std::string> data_sought;
  std::string nonce;  // hex, or empty
  bool nonce_ours = false;
  std::vector<TimelineEntry> timeline;  // newest first
  std::vector<DocumentLine> documents;
  std::vector<ReceiptLine> receipts;
  std::vector<std::string> colleagues;
  std::string question;                           // that waits for an answer
  std::optional<base::Time> source_silent_since;  // nobody could look, and the case waits for it
  std::optional<RefusalView> refusal;
  std::optional<PackageView> package;
  std::optional<PreservationView> preservation;
  std::vector<HoldingLine> holdings;
  std::map<std::string, int> kept_days;  // by category, where a time is set
  KeyLine key;
  Fields typed = {};  // of a form that was not taken

  std::string url(const std::string& more = "") const {
    return "/portal/requests/" + ref + (more.empty() ? "" : "/" + more);
  }
  bool can_withdraw() const {
    return own && (stage == "checking" || stage == "deciding" || stage == "clarification" || stage == "approved");
  }
};

page::Html sent_page(const Context& context, const CaseView& view);
page::Html case_page(const Context& context, const CaseView& view);
page::Html package_page(const Context& context, const CaseView& view);
page::Html answer_page(const Context& context, const CaseView& view);
page::Html withdraw_page(const Context& context, const CaseView& view);
page::Html review_page(const Context& context, const CaseView& view);

/// Inside the room.
page::Html receipts_part(const Context& context, const CaseView& view);
page::Html receipts_archive(const Context& context, const CaseView& view);
page::Html receipts_with_package(const Context& context, const CaseView& view);
page::Html holdings_part(const Context& context, const CaseView& view);

}  // namespace writ::portal
