#include "crypto/native_host.h"
#include "log/published.h"
#include "log/row_text.h"
#include "log/sequencer.h"

namespace writ::log {

namespace {

struct Openings {
  std::string promise;
  std::string receipt;
};

/// Empty when the case's key was destroyed: then only the requester still holds its opening.
base::Result<Openings> openings_of(const base::Host& host, KeyCache& keys, const std::string& origin,
                                   const EntryRow& row) {
  const auto part = open_private(keys, row);
  if (!part && part.error().code == base::Errc::not_found) return Openings{};
  if (!part) return std::unexpected(part.error());
  TRY(const OpeningSecret secret, open_secret(keys, row));
  Openings openings{receipt_text(host, origin, std::nullopt, secret.seed, row.public_values, *part), {}};
  if (row.index) openings.receipt = receipt_text(host, origin, row.index, secret.seed, row.public_values, *part);
  return openings;
}

/// A recode is no event of the requester's and has no folder of its own.
bool has_receipt(const EntryRow& row) { return row.kind == name_of(Kind::request) || !row.folder.empty(); }

}  // namespace

base::Result<std::vector<Receipt>> receipts_of(store::Db& db, crypto::KeyRing& ring, const base::Files& files,
                                               const LogSettings& settings, std::string_view case_ref) {
  const crypto::NativeHost host;
  KeyCache keys(ring);
  std::vector<EntryRow> rows;
  TRY_VOID(each_row(db, "WHERE case_ref = ? ORDER BY id", {case_ref}, [&](const EntryRow& row) -> base::Result<> {
    if (has_receipt(row)) rows.push_back(row);
    return {};
  }));
  if (case_ref.empty() || rows.empty())
    return base::fail(base::Errc::not_found, "case", std::string(case_ref), "left no entry in the log");
  std::vector<Receipt> receipts;
  for (const EntryRow& row : rows) {
    TRY(Openings openings, openings_of(host, keys, settings.origin, row));
    TRY(const auto proof, proof_of(db, host, files, settings.folder, row));
    Receipt receipt{row.folder, row.promise, std::move(openings.promise), {}, {}};
    if (proof) {
      receipt.proof = *proof;
      receipt.opening = std::move(openings.receipt);
    }
    receipts.push_back(std::move(receipt));
  }
  return receipts;
}

}  // namespace writ::log
