#include "app/local_witnesses.h"

#include "log/local_witness.h"
#include "log/promise.h"

namespace writ::app {

namespace {

constexpr const char* names[] = {"demo-1", "demo-2"};

std::string key_file(std::string_view name) { return "witness-" + std::string(name) + ".key"; }

/// Never a domain that somebody could have (RFC 2606).
std::string host_of(std::string_view name) { return std::string(name) + ".same-machine.invalid"; }

base::Result<log::LocalWitness> witness_of(const base::Host& host, const crypto::KeyFolder& keys,
                                           std::string_view name) {
  TRY(auto key, keys.signing_key(key_file(name)));
  auto vkey = log::make_key(host, host_of(name), log::SignatureType::cosignature_v1, key.public_key());
  return log::LocalWitness{.key = std::move(vkey), .signing = std::move(key), .url = "https://" + host_of(name)};
}

}  // namespace

base::Result<> make_local_witnesses(const base::Path& root, base::Random& random) {
  const Layout layout{root};
  const crypto::NativeHost host;
  base::DiskFiles files;
  TRY(const base::Hash master, crypto::read_master_key(layout.state() / "master.key"));
  TRY(auto keys, crypto::KeyFolder::open(layout.keys(), master));
  base::OsRandom os_random;
  std::string lines;
  std::string all;
  for (const char* name : names) {
    const base::Hash seed = os_random.hash();
    TRY_VOID(keys.write(key_file(name), base::text(seed), random));
    TRY(const auto witness, witness_of(host, keys, name));
    lines += std::string("witness ") + name + " " + log::format_vkey(witness.key) + " " + witness.url + "\n";
    all += std::string(" ") + name;
  }
  return files.write_durable(layout.witnesses(),
                             lines + "group both " + std::to_string(std::size(names)) + all + "\nquorum both\n");
}

base::Result<std::unique_ptr<log::WitnessPost>> open_witness_post(Deployment& deployment,
                                                                  const crypto::KeyFolder& keys) {
  if (!keys.has(key_file(names[0]))) return std::make_unique<CurlPost>();
  std::vector<log::LocalWitness> witnesses;
  for (const char* name : names) {
    TRY(auto one, witness_of(deployment.host, keys, name));
    witnesses.push_back(std::move(one));
  }
  return std::make_unique<log::LocalWitnesses>(
      log::LocalWitnesses::Services{.host = deployment.host,
                                    .files = deployment.files,
                                    .clock = deployment.clock,
                                    .folder = deployment.layout.state() / "local-witnesses"},
      log::log_verifier_key(deployment.host, deployment.log_key, deployment.settings.origin), std::move(witnesses));
}

}  // namespace writ::app
