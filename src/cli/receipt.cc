// `writ receipt check FOLDER --policy FILE ...`
#include <algorithm>
#include <cstdio>

#include "base/clock.h"
#include "base/files.h"
#include "cli/commands.h"
#include "crypto/native_host.h"
#include "intake/intake.h"
#include "log/format/opening.h"
#include "verify/directory_source.h"
#include "verify/verify.h"

namespace writ::cli {

namespace {
constexpr std::size_t file_bytes_max = std::size_t{1} << 30;

base::Result<base::Hash> hash_of_file(const std::string& path) {
  TRY(const std::string bytes, base::DiskFiles().read(path, file_bytes_max));
  return crypto::sha256(bytes);
}

/// SHA-256 of the DER SubjectPublicKeyInfo; PEM is the same bytes in base64 between two lines.
base::Result<base::Hash> hash_of_key(const std::string& path) {
  constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----";
  constexpr std::string_view end = "-----END PUBLIC KEY-----";
  TRY(std::string bytes, base::DiskFiles().read(path, file_bytes_max));
  if (!bytes.starts_with("-----BEGIN")) return crypto::sha256(bytes);
  const std::size_t last = bytes.find(end);
  if (!bytes.starts_with(begin) || last == std::string::npos)
    return base::invalid("requester key", path, "is not a PEM file of a PUBLIC KEY");
  std::string base64 = bytes.substr(begin.size(), last - begin.size());
  std::erase_if(base64, [](char c) { return c == '\n' || c == '\r'; });
  const auto der = base::bytes_from_base64(base64);
  if (!der) return base::invalid("requester key", path, "is not base64 between its PEM lines");
  return crypto::sha256(base::ByteView(*der));
}

/// The address as verified, its domain in lower case.
base::Hash hash_of_address(std::string address) {
  const std::size_t at = address.rfind('@');
  const std::size_t domain = at == std::string::npos ? 0 : at + 1;
  std::transform(address.begin() + static_cast<std::ptrdiff_t>(domain), address.end(),
                 address.begin() + static_cast<std::ptrdiff_t>(domain),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return crypto::sha256(address);
}

/// Of one file its hash; of several the hash over their hex hashes, each with LF, in order.
base::Result<base::Hash> hash_of_documents(const std::vector<std::string>& paths) {
  if (paths.size() == 1) return hash_of_file(paths[0]);
  std::string list;
  for (const std::string& path : paths) {
    TRY(const base::Hash hash, hash_of_file(path));
    list += base::to_hex(hash) + "\n";
  }
  return crypto::sha256(list);
}

base::Result<base::Hash> root_of_request(const base::Host& host, const std::string& folder) {
  verify::DirectorySource source(folder);
  auto text = source.read("receipt.opening.json");
  if (!text) text = source.read("promise.opening.json");
  if (!text) return std::unexpected(text.error());
  TRY(const log::ReceiptOpening opening, log::parse_receipt_opening(host, *text));
  return log::receipt_body_root(host, opening);
}

base::Result<> read_sent(const std::string& path, bool has_documents, verify::ReceiptOptions& options) {
  TRY(const std::string json, base::DiskFiles().read(path, file_bytes_max));
  TRY(const legal::Request sent, intake::parse_request(json, base::SystemClock().now()));
  options.expected_public = {sent.country,
                             sent.instrument,
                             sent.offence,
                             legal::join_set(sent.data_sought),
                             sent.emergency ? "1" : "0",
                             sent.realtime ? "realtime" : "stored",
                             std::to_string(sent.selectors.size())};
  if (!has_documents) options.document = sent.document;
  if (sent.nonce && !options.nonce) options.nonce = sent.nonce;
  return {};
}

base::Result<> fill(const base::Host& host, const ReceiptCheckArguments& arguments, verify::ReceiptOptions& options) {
  TRY(options.policy, base::DiskFiles().read(arguments.policy, file_bytes_max));
  if (arguments.requester_key) {
    TRY(options.requester, hash_of_key(*arguments.requester_key));
  } else if (arguments.requester_address) {
    options.requester = hash_of_address(*arguments.requester_address);
  }
  if (arguments.nonce) {
    options.nonce = base::hash_from_hex(*arguments.nonce);
    if (!options.nonce) return base::invalid("nonce", *arguments.nonce, "is not 64 lower-case hex digits");
  }
  if (!arguments.documents.empty()) {
    TRY(options.document, hash_of_documents(arguments.documents));
  }
  if (arguments.sent) TRY_VOID(read_sent(*arguments.sent, !arguments.documents.empty(), options));
  if (arguments.request) {
    TRY(options.request_root, root_of_request(host, *arguments.request));
  }
  if (arguments.package) {
    TRY(options.package, hash_of_file(*arguments.package));
  }
  options.new_accounts = arguments.new_accounts;
  if (arguments.merge_delay_max_s) options.merge_delay_max_s = *arguments.merge_delay_max_s;
  return {};
}
}  // namespace

int run_receipt_check(const ReceiptCheckArguments& arguments) {
  const crypto::NativeHost host;
  verify::DirectorySource receipt(arguments.folder);
  verify::ReceiptOptions options{.receipt = &receipt};
  if (const auto filled = fill(host, arguments, options); !filled) {
    std::printf("COULD NOT BE CHECKED\n%s\n", filled.error().message().c_str());
    return static_cast<int>(verify::Exit::not_checked);
  }
  const verify::ReceiptVerdict verdict = verify::check_receipt(host, options);
  std::fputs((arguments.json ? verdict.json() + "\n" : verdict.text()).c_str(), stdout);
  return static_cast<int>(verdict.exit);
}

}  // namespace writ::cli
