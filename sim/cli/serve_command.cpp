// mailscope serve: the doors, the loop between two clocks, and the trace that is written on the way.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <utility>

#include <poll.h>
#include <unistd.h>

#include "sim/base/text.h"
#include "sim/cli/commands.h"
#include "sim/cli/files.h"
#include "sim/cli/serve_bridges.h"
#include "sim/cli/serve_world.h"
#include "sim/cli/wall_clock.h"
#include "sim/export/trace_json.h"

namespace mailscope::cli {
namespace {

constexpr std::size_t k_descriptors_wanted = 16'384;
constexpr std::size_t k_descriptors_kept = 64;  // for everything that is no connection
constexpr Duration k_wait_max = seconds(1);

// "2", "0.5": in hundredths, from 1 to 100,000.
std::optional<std::int64_t> parse_speed(std::string_view text) {
  const Cut parts = cut(text, '.');
  std::string decimals(parts.tail);
  if (parts.found && (decimals.empty() || decimals.size() > 2)) return std::nullopt;
  decimals.resize(2, '0');
  const auto whole = parse_number(parts.head);
  const auto hundredths = parse_number(decimals);
  if (!whole || !hundredths || *whole > 1'000) return std::nullopt;
  const auto percent = static_cast<std::int64_t>(*whole * 100 + *hundredths);
  if (percent < 1 || percent > 100'000) return std::nullopt;
  return percent;
}

// Appends each record to the file as soon as it is there: what has happened is never lost.
class TraceFileWriter {
 public:
  ~TraceFileWriter() {
    if (file_ != nullptr) std::fclose(file_);
  }
  bool open(const std::string& path, std::int64_t epoch_s) {
    file_ = std::fopen(path.c_str(), "wb");
    return file_ != nullptr && write(trace_head_json(epoch_s)) && std::fflush(file_) == 0;
  }
  // False once the file cannot take more.
  bool follow(const Trace& trace) {
    if (file_ == nullptr || written_ == trace.size()) return true;
    while (written_ < trace.size()) {
      const RecordNumber next{static_cast<std::uint32_t>(written_ + 1)};
      if (!write(record_json(trace.at(next)))) return false;
      ++written_;
    }
    return std::fflush(file_) == 0;
  }

 private:
  bool write(const std::string& line) {
    return std::fwrite(line.data(), 1, line.size(), file_) == line.size() &&
           std::fputc('\n', file_) != EOF;
  }

  std::FILE* file_ = nullptr;
  std::size_t written_ = 0;
};

// The authority's certificate in a file, for as long as it is needed.
class AuthorityFile {
 public:
  explicit AuthorityFile(const std::string& wanted) : path_(wanted), is_ours_(wanted.empty()) {
    if (!is_ours_) return;
    std::error_code error;
    const auto folder = std::filesystem::temp_directory_path(error);
    const std::string name = "mailscope-authority-" + std::to_string(::getpid()) + ".pem";
    path_ = (error ? std::filesystem::path(name) : folder / name).string();
  }
  ~AuthorityFile() {
    if (is_ours_) std::remove(path_.c_str());
  }
  AuthorityFile(const AuthorityFile&) = delete;
  AuthorityFile& operator=(const AuthorityFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool is_ours_;
};

void wait_for(std::vector<pollfd>& polled, Duration wait) {
#ifdef __linux__
  const timespec limit{static_cast<time_t>(wait.us / 1'000'000),
                       static_cast<long>(wait.us % 1'000'000 * 1'000)};
  const int count = ::ppoll(polled.data(), polled.size(), &limit, nullptr);
#else
  const int count = ::poll(polled.data(), static_cast<nfds_t>(polled.size()),
                           static_cast<int>((wait.us + 999) / 1'000));
#endif
  if (count > 0) return;
  for (pollfd& each : polled) each.revents = 0;  // a signal or the time: nothing was said of these
}

void say(std::FILE* err, const std::string& sentence) { print(err, "serve: " + sentence + "\n"); }

std::string counted(std::size_t count, const char* word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

class Service {
 public:
  Service(const ServeOptions& options, std::FILE* out, std::FILE* err)
      : options_(options), out_(out), err_(err), authority_(options.ca) {}

  Outcome run() {
    const auto percent = parse_speed(options_.speed);
    if (!percent) {
      return bad("--speed " + options_.speed + ": this is no speed; write 0.01 to 1000");
    }
    BridgeOptions bridge_options;
    if (!options_.outbound.empty()) {
      bridge_options.outbound = parse_loopback(options_.outbound);
      if (!bridge_options.outbound) {
        return bad("--outbound " + options_.outbound +
                   ": this is no address of the loopback; write 127.0.0.1:PORT");
      }
    }
    auto staged = stage(options_.file, options_.knobs, err_);
    if (!staged) return Outcome::bad_input;
    for (const auto& [option, path] :
         {std::pair("--trace", options_.trace), std::pair("--ca", options_.ca)}) {
      if (is_same_file(path, options_.file))
        return bad(path + ": this is the scenario itself; name another file by " + option);
    }
    if (!options_.trace.empty() && options_.trace == options_.ca)
      return bad(options_.ca + ": --trace and --ca are two files; give them two names");
    VisitOptions visit;
    visit.epoch_s = unix_now_s();
    visit.delay_percent = options_.delay_percent;
    visit.has_script = options_.has_script;
    visit.has_way_out = bridge_options.outbound.has_value();
    visit.records_max = options_.records_max;
    prepare_for_visit(staged->spec, visit);
    std::vector<OpenDoor> doors = doors_of(staged->spec);
    if (doors.empty()) return bad(options_.file + ": no host here has a door; name another lesson");

    bridge_options.connections_max =
        raise_descriptor_limit(k_descriptors_wanted) - k_descriptors_kept;
    const StopSignals stop;
    world::World world(staged->spec);
    Bridges bridges(world, bridge_options);
    const auto base_port = static_cast<Port>(options_.base_port);
    if (const auto problem = bridges.open(doors, base_port)) return bad(*problem);
    if (!write_file(authority_.path(), world.authority_pem())) {
      return bad(authority_.path() + ": the file cannot be written; name another by --ca");
    }
    if (!options_.trace.empty() && !writer_.open(options_.trace, staged->spec.epoch_s)) {
      return bad(options_.trace + ": the file cannot be written; name another by --trace");
    }
    tell(doors, logins_of(staged->spec));
    return loop(world, bridges, stop, WallClock(*percent));
  }

 private:
  Outcome bad(const std::string& sentence) {
    say(err_, sentence);
    return Outcome::bad_input;
  }

  void tell(const std::vector<OpenDoor>& doors, const std::vector<Login>& logins) {
    if (options_.is_json) {
      print(out_, visit_json(doors, logins, authority_.path()));
    } else {
      print(out_, visit_table(doors, logins));
      print(out_, "\nThe authority that signed the certificates: " + authority_.path() +
                      "\nControl-C ends it.\n");
    }
    std::fflush(out_);
  }

  Outcome loop(world::World& world, Bridges& bridges, const StopSignals& stop,
               const WallClock& clock) {
    std::vector<pollfd> polled;
    bool is_running = true;
    bool is_traced = true;
    while (is_running && is_traced && !stop.has_come()) {
      is_running = world.advance(clock.now());
      bridges.carry_out();
      for (const std::string& news : bridges.take_news()) say(err_, news);
      is_traced = writer_.follow(world.trace());
      polled.clear();
      polled.push_back({stop.descriptor(), POLLIN, 0});
      bridges.add_to(polled);
      Duration wait = k_wait_max;
      if (const auto due = world.next_due()) wait = std::min(wait, clock.until(*due));
      wait_for(polled, wait);
      // What arrives now arrives now, not when the world was last looked at.
      if (is_running) is_running = world.advance(clock.now());
      bridges.carry_in(polled);
    }
    is_traced = writer_.follow(world.trace()) && is_traced;
    return sum_up(world, bridges.counts(), is_traced);
  }

  Outcome sum_up(const world::World& world, const BridgeCounts& counts, bool is_traced) {
    std::size_t mails = 0;
    Outcome outcome = Outcome::well;
    for (const Record& record : world.trace()) {
      if (std::holds_alternative<MailQueued>(record.payload)) ++mails;
      if (const auto* reached = std::get_if<BudgetReached>(&record.payload)) {
        say(err_, "the visit is over: its trace has reached the limit of " +
                      std::to_string(reached->limit) + " " + reached->budget +
                      "; begin another, or raise --records");
        outcome = Outcome::broken;
      }
    }
    if (!is_traced) {
      say(err_, options_.trace + ": the file takes no more; is the disk full?");
      outcome = Outcome::bad_input;
    }
    std::string sentence = counted(counts.came_in, "connection") + " came in, " +
                           counted(counts.went_out, "connection") + " went out, " +
                           counted(mails, "mail") + " queued";
    if (!options_.trace.empty() && is_traced) sentence += "; the trace is in " + options_.trace;
    say(err_, sentence);
    return outcome;
  }

  const ServeOptions& options_;
  std::FILE* out_;
  std::FILE* err_;
  AuthorityFile authority_;
  TraceFileWriter writer_;
};

}  // namespace

Outcome serve(const ServeOptions& options, std::FILE* out, std::FILE* err) {
  return Service(options, out, err).run();
}

}  // namespace mailscope::cli
