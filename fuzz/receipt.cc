// rooms: verify crypto log/format legal base
// A receipt's opening that is accepted means the same after printing; the whole check survives any four files.
#include <cstdint>

#include "crypto/native_host.h"
#include "log/format/opening.h"
#include "verify/verify.h"

namespace {
/// Every file of the receipt is the input.
class OneText final : public writ::verify::Source {
 public:
  explicit OneText(std::string_view text) : text_(text) {}
  writ::base::Result<std::string> read(std::string_view) override { return std::string(text_); }
  writ::base::Result<> lines(std::string_view, const std::function<bool(std::string_view, bool)>&) override {
    return {};
  }

 private:
  std::string_view text_;
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const crypto::NativeHost host;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto opening = log::parse_receipt_opening(host, text)) {
    const auto again = log::parse_receipt_opening(host, log::format_receipt_opening(*opening));
    CHECK_INVARIANT(again && log::receipt_body_root(host, *again) == log::receipt_body_root(host, *opening));
  }
  OneText source(text);
  const verify::ReceiptOptions options{
      .receipt = &source,
      .policy = "log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n"};
  CHECK_INVARIANT(verify::check_receipt(host, options).exit != verify::Exit::verified);
  return 0;
}
