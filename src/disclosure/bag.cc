// The BagIt folder of a package (RFC 8493), signed.
#include <algorithm>

#include "base/bytes.h"
#include "crypto/cms.h"
#include "crypto/native_host.h"
#include "disclosure/case_ref.h"
#include "disclosure/disclosure.h"
#include "disclosure/letter.h"
#include "disclosure/tables.h"
#include "disclosure/words.h"
#include "disclosure/zip.h"

namespace writ::disclosure {

namespace {

/// One line each (RFC 8493 section 2.2.2): a line break in a value would begin another label.
std::string info_line(std::string_view label, std::string value) {
  for (char& c : value) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return std::string(label) + ": " + value + "\n";
}

/// RFC 8493 section 2.1.3; the files are already in order of their names.
std::string manifest_of(const std::vector<File>& files) {
  std::string manifest;
  for (const File& file : files) manifest += base::to_hex(crypto::sha256(file.content)) + "  " + file.name + "\n";
  return manifest;
}

std::string bag_info(const CaseFacts& facts, const std::vector<File>& payload) {
  std::size_t octets = 0;
  for (const File& file : payload) octets += file.content.size();
  std::string info = info_line("Source-Organization", facts.provider_name);
  info += info_line("External-Identifier", facts.case_ref);
  info += info_line("External-Description", "Data disclosed on a legal request; start with data/cover-letter.pdf");
  info += info_line("Bagging-Date", base::format_day(base::day_of(facts.sealed_at)));
  info += info_line("Payload-Oxum", std::to_string(octets) + "." + std::to_string(payload.size()));
  info += info_line("Bag-Software-Agent", "Writ");
  if (facts.synthetic) info += info_line("Synthetic", std::string(synthetic_words));
  return info;
}

base::Result<> check(const CaseFacts& facts, const Content& content) {
  TRY_VOID(check_case_ref(facts.case_ref));
  if (content.disclosed.empty()) {
    return base::invalid("content", "", "holds no value: nothing is disclosed, and no package is made of it");
  }
  for (const char* name : {"promise", "promise.opening.json"}) {
    const auto found = std::ranges::find(facts.receipts, name, &File::name);
    if (found == facts.receipts.end() || found->content.empty())
      return base::invalid("receipts", name, "must be there: every package carries the receipt of its request");
  }
  return {};
}

}  // namespace

base::Result<> check_case_ref(const std::string& case_ref) {
  const auto is_plain = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (case_ref.empty() || case_ref.size() > case_ref_bytes_max ||
      !std::all_of(case_ref.begin(), case_ref.end(), is_plain)) {
    return base::invalid("case_ref", case_ref, "names files: 1 to 40 letters, digits and hyphens");
  }
  return {};
}

base::Result<std::vector<File>> make_bag(const CaseFacts& facts, const Content& content, std::string_view signer_pem) {
  TRY_VOID(check(facts, content));
  TRY(std::string letter, cover_letter_pdf(facts, content));
  std::vector<File> payload = {{"data/cover-letter.pdf", std::move(letter)},
                               {"data/disclosure.csv", disclosure_csv(facts, content)},
                               {"data/disclosure.json", disclosure_json(facts, content)}};
  for (const File& file : facts.receipts) {
    if (!file.name.contains('/')) payload.push_back({"data/receipt/" + file.name, file.content});
  }
  TRY(std::string receipts, zip_of(facts.receipts, facts.sealed_at));
  payload.push_back({"data/receipts.zip", std::move(receipts)});
  const std::vector<File> tags = {{"bag-info.txt", bag_info(facts, payload)},
                                  {"bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"},
                                  {"manifest-sha256.txt", manifest_of(payload)}};
  const std::string tag_manifest = manifest_of(tags);
  TRY(std::string signature, crypto::cms_sign(tag_manifest, signer_pem, facts.sealed_at));

  // bagit.txt first, so that the first block of the archive says what it is.
  std::vector<File> bag = {tags[1], tags[0], tags[2], {"tagmanifest-sha256.txt", tag_manifest}};
  bag.push_back({"tagmanifest-sha256.txt.p7s", std::move(signature)});
  bag.insert(bag.end(), payload.begin(), payload.end());
  return bag;
}

}  // namespace writ::disclosure
