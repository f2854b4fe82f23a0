#include "log/published.h"

#include "log/format/checkpoint.h"
#include "log/format/note.h"
#include "log/format/proof.h"
#include "log/integrate.h"

namespace writ::log {

base::Result<std::string> proof_under(const base::Host& host, const base::Files& files, const base::Path& folder,
                                      std::uint64_t index, const std::string& checkpoint) {
  TRY(const Note note, parse_note(checkpoint));
  TRY(const Checkpoint head, parse_checkpoint(note.text));
  Proof proof;
  proof.index = index;
  TRY(proof.hashes,
      inclusion_proof(host, read_from_tiles(host, head.size, disk_tiles(files, folder)), index, head.size));
  proof.checkpoint = checkpoint;
  return format_proof(proof);
}

base::Result<std::optional<std::string>> proof_of(store::Db& db, const base::Host& host, const base::Files& files,
                                                  const base::Path& folder, const EntryRow& row) {
  if (!row.index) return std::nullopt;
  TRY(const auto tick, tick_of(db, *row.index));
  if (!tick || !tick->published_at) return std::nullopt;
  TRY(std::string proof, proof_under(host, files, folder, *row.index, tick->checkpoint));
  return proof;
}

}  // namespace writ::log
