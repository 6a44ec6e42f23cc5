"""Every limit of what may be sent, the answer beyond it, and the tests that hold it."""

from typing import NamedTuple

HERE = "tests/api/test_limits_table.py"
FAULTS = "tests/store/test_faults.py"
LEDGER = "tests/application/test_ledger.py"
FILINGS = "tests/api/test_filings.py"
FILED = "tests/api/test_filing_limits.py"
FILES = "tests/api/test_attachments.py"
SHELF = "tests/application/test_attachments.py"
LISTS = "tests/api/test_lists.py"
CODES = "tests/application/test_receipt_codes.py"
RESERVE = "tests/api/test_reserve.py"
PATIENCE = "tests/api/test_patience.py"
CLOCKS = "tests/api/test_signers_clock.py"
CHANGES = "tests/api/test_changes.py"
LIMITS = "tests/api/test_limits.py"
STATEMENTS = "tests/api/test_statements.py"
MEDIA = "tests/application/test_media.py"
APPROVALS = "tests/api/test_approvals.py"
REPORTS = "tests/api/test_reports.py"
PROTOCOL = "tests/api/test_protocol.py"


class Row(NamedTuple):
    """A limit, the answer beyond it, and where that is tried."""

    what: str
    limit: str
    answer: str
    tests: tuple[str, ...]


ROWS = (
    Row(
        "head",
        "64 lines, 16 KiB",
        "431 headers_too_large",
        (
            f"{LIMITS}::test_a_head_of_too_many_lines_or_bytes_is_refused",
            f"{HERE}::test_a_head_within_its_limits_is_read",
        ),
    ),
    Row(
        "head, whatever is in it; what stands between and behind chunks",
        "64 KiB",
        "400, and the connection ends",
        (
            f"{PROTOCOL}::test_what_has_no_end_ends_the_connection_after_as_many_bytes_as_a_head_may_have",
            f"{PROTOCOL}::test_the_last_byte_that_a_head_may_have_is_taken_and_the_next_is_not",
        ),
    ),
    Row(
        "requests sent ahead of an answer",
        "256 KiB are held",
        "no more is read",
        (
            f"{PROTOCOL}::test_of_what_follows_a_request_one_read_is_held_and_nothing_parsed_until_that_is_answered",
            f"{PROTOCOL}::test_who_waits_for_the_client_to_go_away_reads_no_more_than_that",
            f"{PROTOCOL}::test_pipelined_requests_are_answered_in_order_and_reading_goes_on_after_each",
        ),
    ),
    Row(
        "what is no HTTP that everybody reads alike",
        "one reading",
        "400 in plain text, and the connection ends",
        (
            "tests/api/test_framing.py::test_what_others_might_read_otherwise_is_refused_with_all_that_follows",
            f"{PROTOCOL}::test_a_fault_is_told_after_the_answers_that_are_due",
        ),
    ),
    Row(
        "body of one statement, of a bundle",
        "256 KiB; 4 MiB and 500 statements",
        "413 body_too_large, bundle_too_long",
        (
            f"{HERE}::test_a_body_beyond_its_limit_is_refused",
            f"{STATEMENTS}::test_a_bundle_has_an_end",
            f"{LIMITS}::test_a_body_is_read_no_further_than_its_limit",
        ),
    ),
    Row(
        "entry",
        "65,535 bytes",
        "413 entry_too_large",
        (
            "tests/signing/test_entry.py::test_an_entry_has_at_most_65535_bytes",
            f"{HERE}::test_a_statement_that_no_entry_holds_is_refused",
        ),
    ),
    Row(
        "JSON",
        "one reading, depth 16, 256 members, 1,000 items",
        "400 json_strict_*",
        (
            "tests/signing/test_strict_json.py::test_what_json_loads_lets_pass_is_refused_with_its_own_code",
            f"{HERE}::test_what_two_parsers_read_differently_is_refused_as_a_body",
            f"{HERE}::test_what_two_parsers_read_differently_is_refused_as_a_payload",
        ),
    ),
    Row(
        "integers",
        "2^53-1 either side",
        "400 int_range",
        (
            "tests/signing/test_strict_json.py::test_what_json_loads_lets_pass_is_refused_with_its_own_code",
            f"{HERE}::test_what_two_parsers_read_differently_is_refused_as_a_payload",
        ),
    ),
    Row(
        "texts, Thai ones among them",
        "NFC, SARA AM in one piece, no controls, no bidi",
        "422 text_form",
        (
            "tests/signing/test_statement.py::test_untidy_text_is_refused_wherever_it_stands",
            f"{HERE}::test_untidy_text_is_refused_and_not_repaired",
        ),
    ),
    Row(
        "a story",
        "20,000 code points and 60 KiB, sealed and in no entry",
        "422 text_length",
        (
            f"{FILED}::test_what_is_not_of_the_form_is_refused_and_never_repeated",
            f"{FILED}::test_the_longest_story_is_taken_however_it_is_written",
            f"{FILED}::test_nothing_personal_and_no_code_lies_in_clear_anywhere",
        ),
    ),
    Row(
        "a citizen's number, a receipt code",
        "13 and 16 ASCII digits, in a body; each ends with a check",
        "422 id_format, receipt_check; in an address 400 search_personal",
        (
            f"{FILED}::test_what_is_not_of_the_form_is_refused_and_never_repeated",
            f"{FILED}::test_a_wrong_code_and_no_case_are_one_answer_and_the_same_work",
            f"{CODES}::test_a_slip_of_the_hand_is_told_before_anything_is_spent",
            f"{HERE}::test_a_citizens_number_in_an_address_is_refused",
        ),
    ),
    Row(
        "time of signing",
        "RFC 3339, UTC; five minutes ahead of the stamp",
        "400 statement_at; 201 and clock_suspect",
        (
            f"{HERE}::test_a_time_of_another_form_is_refused",
            "tests/domain/test_signers_clock.py::test_five_minutes_are_forgiven_and_a_second_more_is_told",
            f"{CLOCKS}::test_a_clock_that_is_ahead_is_told_in_the_receipt_and_whenever_it_is_asked_for",
        ),
    ),
    Row(
        "size of a file, of those of a statement and of a case",
        "10 MiB, 5, 50 MiB",
        "413 attachment_too_large, attachments_too_large; 422 attachments_too_many",
        (
            f"{FILES}::test_what_is_not_taken_is_a_problem_that_repeats_nothing",
            f"{FILES}::test_the_largest_file_is_taken",
            f"{SHELF}::test_a_statement_has_five_and_a_case_fifty_mebibytes",
            f"{SHELF}::test_of_two_that_keep_at_once_both_together_stay_within_the_limit",
        ),
    ),
    Row(
        "kind of a file",
        "JPEG, PNG, PDF, Opus, text, by their content",
        "415 attachment_kind; 422 attachment_damaged, attachment_locked, attachment_text",
        (
            f"{FILES}::test_neither_name_nor_content_type_makes_the_kind",
            f"{MEDIA}::test_each_kind_is_told_by_what_is_in_it",
            f"{MEDIA}::test_what_goes_on_behind_its_end_is_refused",
        ),
    ),
    Row(
        "pixels of a picture",
        "40 megapixels",
        "422 attachment_pixels",
        (
            f"{MEDIA}::test_the_sides_of_forty_megapixels_are_taken",
            f"{FILES}::test_what_is_not_taken_is_a_problem_that_repeats_nothing",
        ),
    ),
    Row(
        "what a file tells of its maker",
        "nothing",
        "201, without it",
        (
            f"{MEDIA}::test_nothing_is_left_of_who_made_it",
            f"{MEDIA}::test_the_place_where_a_picture_was_taken_is_gone",
        ),
    ),
    Row(
        "files that wait",
        "4 GiB",
        "503 uploads_full",
        (f"{FILES}::test_no_more_files_than_there_is_room_for",),
    ),
    Row(
        "forms of several parts",
        "none",
        "415 media_type",
        (
            f"{HERE}::test_no_form_of_several_parts_is_taken",
            f"{HERE}::test_without_the_check_a_form_is_kept_with_the_name_of_its_file",
        ),
    ),
    Row(
        "key of a filing",
        "a uuid; the same request gets its answer",
        "400 idempotency_key; 409 idempotency_reused",
        (
            f"{FILINGS}::test_a_request_without_a_key_of_its_own_is_refused",
            f"{FILINGS}::test_after_a_lost_answer_the_same_request_gets_the_same_again",
            f"{FILINGS}::test_another_request_under_the_same_key_is_refused",
        ),
    ),
    Row(
        "page of a list",
        "200 lines; a cursor that nobody makes up",
        "400 page_size, cursor_invalid",
        (
            f"{LISTS}::test_a_page_has_its_largest_size",
            f"{LISTS}::test_a_cursor_serves_no_other_question_and_no_other_server_and_nobody_makes_one_up",
            f"{LISTS}::test_a_cursor_of_another_person_or_list_or_filter_is_refused",
        ),
    ),
    Row(
        "how often one files",
        "5 an hour from one place and on one channel; what is sent again counts once",
        "429 rate with Retry-After",
        (
            f"{FILED}::test_nobody_files_more_than_five_times_in_an_hour",
            f"{FILED}::test_what_is_sent_again_does_not_count_again",
            f"{FILED}::test_what_is_counted_is_forgotten_and_names_nobody",
        ),
    ),
    Row(
        "how often a case is tried, or spoken in",
        "1 a second, 30 codes a minute; 30 an hour; 2 codes checked at once",
        "429 rate with Retry-After; 503 hashing_busy",
        (
            f"{FILED}::test_a_case_is_tried_once_in_a_second",
            f"{FILED}::test_who_tries_codes_at_any_number_is_stopped_after_thirty_in_a_minute",
            f"{FILED}::test_while_nobody_gets_in_with_a_code_people_file_and_follow",
            f"{FILED}::test_nobody_fills_a_case_with_messages",
            f"{CODES}::test_two_are_hashed_at_once_and_no_third",
            f"{CODES}::test_who_finds_the_queue_full_is_told_so_at_once",
        ),
    ),
    Row(
        "how often one uploads, looks for persons, listens",
        "50 and 100 MiB an hour; 60 an hour; 4 streams",
        "429 rate, changes_many with Retry-After; 503 overloaded",
        (
            f"{FILES}::test_from_one_place_come_fifty_an_hour",
            f"{FILES}::test_one_place_cannot_fill_the_room_for_files_that_wait",
            "tests/api/test_searches.py::test_one_person_looks_for_others_sixty_times_in_an_hour",
            f"{CHANGES}::test_the_number_of_listeners_is_bounded_and_whoever_leaves_makes_room",
        ),
    ),
    Row(
        "room on a disk",
        "5 % stays free",
        "503 read_only; reading goes on",
        (
            f"{RESERVE}::test_nothing_is_written_while_the_disk_is_nearly_full",
            f"{RESERVE}::test_every_route_that_writes_looks_at_the_disk",
            f"{RESERVE}::test_reading_and_verifying_go_on",
        ),
    ),
    Row(
        "id of a statement",
        "a uuid; the same payload gets its receipt",
        "409 id_reused",
        (
            f"{STATEMENTS}::test_another_statement_under_the_same_id_is_refused",
            f"{STATEMENTS}::test_a_statement_gets_a_receipt_and_the_same_one_again",
            f"{HERE}::test_an_id_that_is_no_uuid_is_refused",
        ),
    ),
    Row(
        "seen",
        "the head, where it is needed",
        "409 stream_conflict with what is new",
        (f"{STATEMENTS}::test_a_stale_decision_is_told_what_it_had_not_seen",),
    ),
    Row(
        "proofs",
        "one form, sizes without leading zeros",
        "404 where it is a path; refused by every verifier",
        (
            "tests/api/test_log_files.py::test_a_path_has_one_spelling",
            "tests/tlog/test_proof.py::test_what_is_no_proof_is_refused",
            "tests/tlog/test_note.py::test_what_is_no_size_is_refused",
        ),
    ),
    Row(
        "signature",
        "every one holds",
        "422 sig_invalid",
        (f"{STATEMENTS}::test_a_signature_that_does_not_hold_is_refused",),
    ),
    Row(
        "authority, conflict of interest, quorum, hold, head",
        "as the rules say",
        "403 authority_*, coi_*; 409 approvals_pending, stream_conflict; 423 hold",
        (
            f"{HERE}::test_a_kind_of_refusal_has_a_status_of_its_own",
            "tests/domain/test_refusals.py::*",
            "tests/domain/test_holding.py::test_an_open_appeal_holds_the_data_of_the_claim_and_its_own",
        ),
    ),
    Row(
        "not entitled, or absent",
        "one answer",
        "404 not_found",
        ("tests/api/test_reading.py::test_what_is_not_theirs_and_what_is_not_there_are_one_answer",),
    ),
    Row(
        "requests in hand, bodies in hand",
        "512 that write, 64 that read; 64 MiB, 32 MiB of bundles",
        "503 overloaded",
        (
            f"{LIMITS}::test_who_finds_no_room_is_told_so_and_room_comes_back",
            f"{LIMITS}::test_all_bodies_together_have_a_limit_and_what_is_done_makes_room",
            f"{LIMITS}::test_who_sends_bundles_and_signed_requests_slowly_takes_no_others_room",
        ),
    ),
    Row(
        "reports in hand",
        "one is made, 32 wait, 20 s; 32 MiB are kept for the public",
        "503 overloaded, report_not_ready with Retry-After",
        (
            f"{REPORTS}::test_more_than_may_wait_are_told_so_and_what_is_at_hand_is_answered",
            f"{REPORTS}::test_a_report_that_takes_long_is_asked_for_again",
            f"{REPORTS}::test_what_is_kept_for_the_public_is_bounded",
        ),
    ),
    Row(
        "disk, signer, clock, storage",
        "reading goes on",
        "503 with its code, 507 storage_full",
        (
            f"{LIMITS}::test_a_machine_that_cannot_says_so_by_code_and_when_to_come_again",
            f"{FAULTS}::test_a_full_disk_stops_the_group_whole_and_the_log_goes_on_when_there_is_room",
            "tests/application/test_publishing.py::test_a_signer_whose_memory_cannot_be_kept_signs_nothing",
            f"{LEDGER}::test_appending_stops_while_the_clock_is_behind_and_nothing_is_lost",
        ),
    ),
    Row(
        "head and body arrive",
        "5 s, 30 s",
        "the connection ends; 408 body_timeout",
        (
            "tests/api/test_serving.py::test_who_sends_no_head_or_half_a_head_is_not_waited_for",
            "tests/api/test_serving.py::test_a_body_that_nobody_reads_is_not_waited_for_though_it_trickles",
            f"{PROTOCOL}::test_what_does_not_come_to_its_end_is_not_waited_for_whatever_trickles_in",
            f"{PROTOCOL}::test_a_body_that_nobody_reads_fills_no_memory_before_its_answer_and_after_it",
            f"{LIMITS}::test_a_body_that_does_not_arrive_is_not_waited_for",
        ),
    ),
    Row(
        "a statement of the database, a lock",
        "5 s, 2 s",
        "503 store_timeout, store_locked with Retry-After",
        (
            "tests/store/test_faults.py::test_a_statement_that_takes_too_long_is_stopped",
            f"{FAULTS}::test_a_writer_that_waits_too_long_is_told_that_the_store_is_locked",
            f"{PATIENCE}::test_who_would_wait_for_another_writer_is_told_after_two_seconds_to_come_again",
            f"{PATIENCE}::test_a_statement_of_a_server_is_stopped_after_five_seconds_and_one_of_a_command_later",
        ),
    ),
    Row(
        "faults of ours",
        "nothing is told but a number",
        "500 internal",
        (
            f"{LIMITS}::test_a_fault_of_ours_tells_a_number_and_nothing_else",
            "tests/api/test_records.py::test_a_name_that_is_planted_gets_into_no_record",
        ),
    ),
    Row(
        "kinds of bodies",
        "JSON, JSON lines",
        "415 media_type",
        (f"{STATEMENTS}::test_a_kind_of_body_that_is_not_taken_is_told_which_are",),
    ),
    Row(
        "statements that wait for signatures; new keys from one place",
        "200 of one person, seven days; 5 an hour",
        "503 approvals_full, 409 approval_over; 429 rate",
        (
            f"{APPROVALS}::test_one_person_cannot_let_more_wait_than_there_is_room_for",
            f"{APPROVALS}::test_after_seven_days_it_is_over_and_after_a_month_forgotten",
            "tests/api/test_new_keys.py::test_a_place_lets_few_keys_ask_and_all_places_together_not_many",
        ),
    ),
    Row(
        "questions in an address",
        "those of the description",
        "400 query_invalid",
        ("tests/api/test_reading.py::test_two_moments_at_once_are_no_question",),
    ),
)
