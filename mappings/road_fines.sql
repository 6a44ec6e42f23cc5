-- Ten thousand road fines of an Italian police force, with their appeals.
--
--   phayan import mappings/road_fines.sql --set events=events.csv.gz
--
-- Origin: the event log "Road Traffic Fine Management Process" by M. de Leoni and F. Mannhardt (Eindhoven University
--   of Technology, 2015), in the extract `traffic_fines` of bupaverse/eventdataR, written as CSV: case_id, activity,
--   officer, ts, amount, article, dismissal and columns that are not read here.
-- Licence: the package is MIT; the records are non-commercial, with attribution. No record is part of this project.
--
-- What stands for what. A fine is no benefit, but its course is: an adverse decision by a named official, a notice,
-- an appeal, an outcome. "The decision fell" is a grievance `upheld`.
--   Create Fine                          EligibilityDecided, result refuse
--   Send Fine; Insert Fine Notification  DecisionNotified with the day sent; with the day received
--   Add penalty                          DecisionRevised of the force's own motion, with the new amount
--   Insert Date Appeal to Prefecture     GrievanceFiled, level 1, in the stream case/prefecture
--   Send Appeal to Prefecture            AppealReported; and GrievanceDetermined `upheld` where the case's last code is
--                                        '#', without a date: the code stands on the forwarding, the day is not known
--   Receive Result …                     GrievanceDetermined `not_upheld`, unless the last code is '#' or 'G'
--   Notify Result …                      OutcomeNotified
--   Appeal to Judge                      GrievanceFiled, level 2, in the stream case/judge; and GrievanceDetermined
--                                        `upheld` where the last code is 'G', without a date. An earlier appeal to the
--                                        prefecture is `related`, not `appeal_of`: it seldom has an outcome on record
-- Days are civil days in Rome, written as midnight UTC: they are carried over as days, never converted.
--
-- Not imported: Payment and Send for Credit Collection (a fine is paid by the citizen, and no event says so yet), the
-- expense, points and class of vehicle (no member holds them), the codes of dismissal at Create Fine (undocumented),
-- and the officer 0 of Appeal to Judge (no person). The register names nobody for a penalty, a forwarding, a
-- result or a judgment: each stands under what acted, and nothing may be concluded about a person.
--
-- Order: by day, and within a day as in the file, which is chronological inside every case.

WITH events AS (
    SELECT
        row_number() OVER () AS place,
        case_id,
        activity,
        substr(ts, 1, 10) AS day,
        officer::DOUBLE::INTEGER::VARCHAR AS officer,
        (amount::DECIMAL(12, 2) * 100)::BIGINT AS cents,
        'article_' || article::DOUBLE::INTEGER AS article,
        dismissal
    FROM read_csv(getvariable('events'), all_varchar = true)
),

cases AS (
    SELECT
        *,
        last_value(dismissal IGNORE NULLS) OVER whole AS last_code,
        row_number() OVER (PARTITION BY case_id, activity IN (
            'Insert Date Appeal to Prefecture', 'Send Appeal to Prefecture',
            'Receive Result Appeal from Prefecture', 'Notify Result Appeal to Offender'
        ) ORDER BY place) AS place_at_prefecture,
        bool_or(activity = 'Insert Date Appeal to Prefecture') OVER before AS filed,
        bool_or(activity = 'Receive Result Appeal from Prefecture') OVER before AS answered,
        bool_or(activity = 'Send Appeal to Prefecture') OVER before AS forwarded
    FROM events
    WINDOW
        whole AS (PARTITION BY case_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
        before AS (PARTITION BY case_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),

-- References that several records make. What an old register lacks is null here and left out below.
steps AS (
    SELECT
        *,
        day || 'T00:00:00Z' AS instant,
        json('{"$entry": ["programme", "road_fines", "ProgrammePublished", 1]}') AS programme,
        json_object('$entry', json_array('claim', case_id, 'EligibilityDecided', 1)) AS fine,
        json_object('$stream', json_array('claim', case_id)) AS claim,
        json_object('$stream', json_array('grievance', case_id || '/prefecture')) AS at_prefecture,
        json_object(
            '$entry', json_array('grievance', case_id || '/prefecture', 'GrievanceDetermined', 1)
        ) AS determination,
        (last_code NOT IN ('#', 'G') AND answered) OR (last_code = '#' AND forwarded) AS determined,
        json('[]') AS nothing
    FROM cases
),

records AS (
    SELECT
        '' AS day, 0 AS place, 0 AS part, 'programme' AS stream_kind, 'road_fines' AS stream_key,
        'ProgrammePublished' AS type, NULL AS instant, NULL AS official,
        json_object(
            'version', 1, 'from', min(day), 'profile', 'historical',
            'rules', sha256('Road fines: decisions and appeals as the register has them.'),
            'benefits', json_array('road_fine'), 'facts', json_array(), 'clocks', json_array(),
            'templates', json_array(), 'audit_ppm', 0, 'small_cell', 11
        ) AS data
    FROM events

    UNION ALL
    SELECT
        day, place, 1, 'claim', case_id, 'EligibilityDecided', instant, officer,
        json_object(
            'programme', programme, 'result', 'refuse', 'benefit', 'road_fine',
            'amount', json_object('minor', cents, 'currency', 'EUR'),
            'order_maker', 'official', 'occasion', 'first', 'found', nothing, 'law', json_array(article)
        )
    FROM steps
    WHERE activity = 'Create Fine'

    UNION ALL
    SELECT
        day, place, 1, 'claim', case_id, 'DecisionNotified', instant, NULL,
        json_object(
            'decision', fine, 'languages', nothing,
            CASE activity WHEN 'Send Fine' THEN 'sent_on' ELSE 'received_on' END, day
        )
    FROM steps
    WHERE activity IN ('Send Fine', 'Insert Fine Notification')

    UNION ALL
    SELECT
        day, place, 1, 'claim', case_id, 'DecisionRevised', instant, 'unnamed, penalty',
        json_object(
            'supersedes', fine, 'cause', 'own_motion', 'result', 'refuse', 'benefit', 'road_fine',
            'amount', json_object('minor', cents, 'currency', 'EUR'),
            'order_maker', 'official', 'occasion', 'first', 'found', nothing, 'law', nothing
        )
    FROM steps
    WHERE activity = 'Add penalty'

    UNION ALL
    SELECT
        day, place, 1, 'grievance',
        case_id || CASE activity WHEN 'Appeal to Judge' THEN '/judge' ELSE '/prefecture' END,
        'GrievanceFiled', instant, NULL,
        json_object(
            'kind', 'appeal', 'programme', programme,
            'contests', json_array(json_object('claim', claim, 'entry', fine)),
            'about', nothing, 'grounds', nothing, 'remedies', nothing,
            'related', CASE WHEN activity = 'Appeal to Judge' AND filed THEN json_array(at_prefecture) ELSE nothing END,
            'urgency', 'normal', 'anonymity', 'open', 'received_on', day,
            'level', CASE activity WHEN 'Appeal to Judge' THEN 2 ELSE 1 END
        )
    FROM steps
    WHERE activity IN ('Insert Date Appeal to Prefecture', 'Appeal to Judge')

    UNION ALL
    SELECT
        day, place, 1, 'grievance', case_id || '/prefecture', 'AppealReported', instant, 'unnamed, forwarding',
        json_object('to', 'prefecture')
    FROM steps
    WHERE activity = 'Send Appeal to Prefecture'

    UNION ALL
    SELECT
        day, place, 2, 'grievance', case_id || '/prefecture', 'GrievanceDetermined', NULL, 'prefecture',
        json_object(
            'outcome', 'upheld', 'findings', nothing, 'remedies', nothing, 'law', nothing,
            'order_maker', 'committee'
        )
    FROM steps
    WHERE activity = 'Send Appeal to Prefecture' AND last_code = '#'

    UNION ALL
    SELECT
        day, place, 2, 'grievance', case_id || '/judge', 'GrievanceDetermined', NULL, 'judge',
        json_object(
            'outcome', 'upheld', 'findings', nothing, 'remedies', nothing, 'law', nothing,
            'order_maker', 'committee'
        )
    FROM steps
    WHERE activity = 'Appeal to Judge' AND last_code = 'G'

    -- Three cases have a result and no filing: the first record of such a stream names the programme.
    UNION ALL
    SELECT
        day, place, 1, 'grievance', case_id || '/prefecture', 'GrievanceDetermined', instant, 'prefecture',
        json_strip_nulls(json_object(
            'outcome', 'not_upheld', 'findings', nothing, 'remedies', nothing, 'law', nothing,
            'order_maker', 'committee', 'programme', CASE place_at_prefecture WHEN 1 THEN programme END
        ))
    FROM steps
    WHERE activity = 'Receive Result Appeal from Prefecture' AND last_code NOT IN ('#', 'G')

    UNION ALL
    SELECT
        day, place, 1, 'grievance', case_id || '/prefecture', 'OutcomeNotified', instant, NULL,
        json_strip_nulls(json_object(
            'determination', CASE WHEN determined THEN determination END,
            'received_on', day, 'languages', nothing,
            'programme', CASE place_at_prefecture WHEN 1 THEN programme END
        ))
    FROM steps
    WHERE activity = 'Notify Result Appeal to Offender'
)

SELECT stream_kind, stream_key, type, instant AS at, official, data
FROM records
ORDER BY day, place, part
