// mailscope: the command line.
//
//   mailscope run scenarios/reading-mail/pop3-deletes.json --knob leave=yes
//   mailscope check scenarios
//
// Exit 0: all well; 1: an expectation failed; 2: bad input, said in one sentence each.
#include <CLI/CLI.hpp>

#include "sim/cli/commands.h"

int main(int argc, char** argv) {
  namespace cli = mailscope::cli;
  CLI::App app{"A mail system you can see through: runs lessons without a browser.", "mailscope"};
  app.require_subcommand(1);
  app.footer("Exit code: 0 all well, 1 an expectation failed, 2 bad input.");

  cli::RunOptions run_options;
  CLI::App* run_app = app.add_subcommand("run", "Run one scenario and print its whole dialogue");
  run_app->add_option("FILE", run_options.file, "The scenario, a JSON file")->required();
  run_app
      ->add_option("--knob", run_options.knobs,
                   "Turn a knob: id=position (may be given several times)")
      ->allow_extra_args(false);
  CLI::Option* json =
      run_app->add_flag("--json", run_options.is_json, "Print the trace, one JSON record a line");
  run_app->add_flag("--digest", run_options.is_digest, "Print only the SHA-256 of the trace")
      ->excludes(json);
  cli::ExportOptions export_options;
  CLI::App* export_app =
      app.add_subcommand("export", "Write the run of a scenario as a file for another program");
  export_app->require_subcommand(1);
  CLI::App* pcapng_app = export_app->add_subcommand(
      "pcapng", "Every packet, for Wireshark: with names, comments and the keys of its TLS");
  pcapng_app
      ->add_option("FILE", export_options.file,
                   "The scenario, a JSON file; or a trace that serve or run --json wrote")
      ->required();
  pcapng_app->add_option("-o,--output", export_options.output, "The capture to write")->required();
  pcapng_app
      ->add_option("--knob", export_options.knobs,
                   "Turn a knob: id=position (may be given several times)")
      ->allow_extra_args(false);
  pcapng_app->add_option("--keylog", export_options.keylog,
                         "Write the TLS keys to this file instead of into the capture");

  cli::ImportCommandOptions import_options;
  CLI::App* import_app = app.add_subcommand(
      "import", "Print what is said in a capture of real mail (.pcapng, .pcap), or in a trace");
  import_app->add_option("FILE", import_options.file, "The capture, or the trace")->required();
  import_app->add_flag("--json", import_options.is_json,
                       "Print it as a trace, one JSON record a line: the page opens that");
  import_app->add_option("--keylog", import_options.keylog,
                         "TLS keys (SSLKEYLOGFILE), when they are not in the capture");

  cli::CheckOptions check_options;
  CLI::App* check_app =
      app.add_subcommand("check", "Run lessons in every knob position against their expectations");
  check_app->add_option("PATH", check_options.paths, "Scenario files, or folders of them")
      ->required();
  check_app->add_flag("--all", check_options.says_all, "Also print what holds");
  check_app->add_flag("--digests", check_options.has_digests,
                      "Also print the SHA-256 of each run's trace");

  CLI::Option* mutate = check_app->add_flag(
      "--mutate", check_options.mutates,
      "Break the lessons' worlds on purpose and name expectations that cannot fail");
  check_app
      ->add_flag("--quick", check_options.is_quick,
                 "With --mutate: stop once every expectation has failed")
      ->needs(mutate);

  cli::CompareOptions compare_options;
  CLI::App* compare_app = app.add_subcommand(
      "compare", "Print what came of a lesson in two positions of its knobs, side by side");
  compare_app->add_option("FILE", compare_options.file, "The scenario, a JSON file")->required();
  compare_app->add_option("--knob", compare_options.knobs, "Turn a knob for both runs: id=position")
      ->allow_extra_args(false);
  compare_app
      ->add_option("--with", compare_options.with, "Turn a knob for the second run: id=position")
      ->required()
      ->allow_extra_args(false);
  compare_app->add_option("--lang", compare_options.language, "en or ru")
      ->check(CLI::IsMember({"en", "ru"}))
      ->capture_default_str();

  cli::WorksheetOptions worksheet_options;
  CLI::App* worksheet_app =
      app.add_subcommand("worksheet", "Print a lesson's questions for paper, as HTML");
  worksheet_app->add_option("FILE", worksheet_options.file, "The scenario, a JSON file")
      ->required();
  worksheet_app->add_option("--knob", worksheet_options.knobs, "Turn a knob: id=position")
      ->allow_extra_args(false);
  worksheet_app->add_option("--lang", worksheet_options.language, "en or ru")
      ->check(CLI::IsMember({"en", "ru"}))
      ->capture_default_str();
  worksheet_app->add_flag("--answers", worksheet_options.has_answers, "With a page of answers");

  cli::WhyOptions why_options;
  CLI::App* why_app = app.add_subcommand(
      "why", "Print the chain of causes of a refusal, bounce, downgrade or loss");
  why_app
      ->add_option("FILE", why_options.file,
                   "The scenario, a trace (run --json, serve --trace), or a capture")
      ->required();
  why_app->add_option("RECORD", why_options.record,
                      "Number of the record (see run --json); default: all worth asking about");
  why_app->add_option("--knob", why_options.knobs, "Turn a knob: id=position")
      ->allow_extra_args(false);
  why_app->add_option("--lang", why_options.language, "en or ru")
      ->check(CLI::IsMember({"en", "ru"}))
      ->capture_default_str();

  cli::ListOptions list_options{"scenarios", false, false};
  CLI::App* list_app = app.add_subcommand("list", "List the lessons and their knobs");
  list_app->add_option("PATH", list_options.path, "A folder of scenarios")->capture_default_str();
  CLI::Option* list_json = list_app->add_flag("--json", list_options.is_json, "As JSON");
  list_app->add_flag("--markdown", list_options.is_markdown, "As the page docs/lessons/README.md")
      ->excludes(list_json);

#ifndef __EMSCRIPTEN__
  cli::ServeOptions serve_options;
  CLI::App* serve_app = app.add_subcommand(
      "serve", "Open a scenario's servers to real mail programs, on 127.0.0.1 only");
  serve_app->add_option("FILE", serve_options.file, "The scenario, a JSON file")->required();
  serve_app
      ->add_option("--knob", serve_options.knobs,
                   "Turn a knob: id=position (may be given several times)")
      ->allow_extra_args(false);
  serve_app
      ->add_option("--base-port", serve_options.base_port,
                   "The first door's port, the next ones follow; without it, free ports")
      ->check(CLI::Range(1, 65'535));
  serve_app->add_flag("--json", serve_options.is_json,
                      "Print doors, accounts and the authority's file as one line of JSON");
  serve_app->add_option("--trace", serve_options.trace,
                        "Write what happens to this file, one JSON record a line");
  serve_app->add_option("--ca", serve_options.ca,
                        "Write the authority's certificate to this file; without it, to a "
                        "temporary one that goes at the end");
  serve_app
      ->add_option("--speed", serve_options.speed,
                   "Virtual seconds in a real one: 0.01 to 1000, for long waits")
      ->capture_default_str();
  serve_app->add_option("--outbound", serve_options.outbound,
                        "Deliver mail for domains outside the scenario to this HOST:PORT of the "
                        "loopback");
  serve_app
      ->add_option("--delay", serve_options.delay_percent,
                   "The wires' delay, in percent of the scenario's")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  serve_app
      ->add_option("--records", serve_options.records_max,
                   "Stop after so many records of the trace")
      ->check(CLI::Range(1'000, 2'000'000))
      ->capture_default_str();
  serve_app->add_flag("--script", serve_options.has_script,
                      "The scenario's people and wires do what its script says, too");
#endif

  CLI::App* schema_app = app.add_subcommand("schema", "Print the JSON Schema of scenario files");

  // CLI11 tells by exceptions; they end here. What the command line gets wrong is bad input, too.
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(cli::Outcome::bad_input);
  }
  if (run_app->parsed()) return static_cast<int>(cli::run(run_options, stdout, stderr));
  if (check_app->parsed()) {
    return static_cast<int>(check_options.mutates
                                ? cli::check_mutants(check_options, stdout, stderr)
                                : cli::check(check_options, stdout, stderr));
  }
  if (worksheet_app->parsed())
    return static_cast<int>(cli::worksheet(worksheet_options, stdout, stderr));
  if (why_app->parsed()) return static_cast<int>(cli::why(why_options, stdout, stderr));
  if (compare_app->parsed()) return static_cast<int>(cli::compare(compare_options, stdout, stderr));
  if (import_app->parsed())
    return static_cast<int>(cli::import_file(import_options, stdout, stderr));
  if (pcapng_app->parsed()) return static_cast<int>(cli::export_pcapng(export_options, stderr));
  if (list_app->parsed()) return static_cast<int>(cli::list(list_options, stdout, stderr));
#ifndef __EMSCRIPTEN__
  if (serve_app->parsed()) return static_cast<int>(cli::serve(serve_options, stdout, stderr));
#endif
  if (schema_app->parsed()) return static_cast<int>(cli::schema(stdout));
  return 2;
}
