package io.perfagent.cache.sql;

import java.util.Arrays;
import java.util.Set;

/** Which words, functions, types and operators of PostgreSQL are known to be harmless; all others are not. */
final class SqlWords {
    private SqlWords() {}

    /** End an expression that is not in parentheses. */
    static final Set<String> STOPS = set(
            "from where group having window union intersect except order limit offset fetch for into returning on set"
                    + " values using");

    /** Begin or belong to a join; a table's alias cannot be one of them. */
    static final Set<String> JOINS = set("join inner left right full cross natural");

    /** What may stand in an expression and is no name of a column. */
    static final Set<String> EXPRESSION =
            set("and or not is null true false unknown in between symmetric asymmetric like"
                    + " ilike similar to escape case when then else end as any some all exists distinct array row collate at time"
                    + " zone over partition by asc desc nulls first last filter within rows range groups unbounded preceding"
                    + " following current exclude ties no others isnull notnull sets cube rollup grouping both leading trailing"
                    + " placing default precision varying with without local ordinality materialized");

    /** Of those, the ones that a value follows. */
    static final Set<String> BEFORE_OPERAND = set(
            "and or not is in between symmetric asymmetric like ilike similar to escape case when then else any some all"
                    + " distinct zone by both leading trailing placing");

    /** What else may stand within parentheses: clauses of windows, aggregates and functions of odd syntax. */
    static final Set<String> IN_PARENTHESES = set("order where from for group");

    /** Reserved words that no expression of ours knows: whoever meets one does not understand the text. */
    static final Set<String> RESERVED = set("analyse analyze check column constraint create deferrable do foreign grant"
            + " initially lateral only primary references select table unique variadic tablesample insert update"
            + " delete merge truncate copy call execute prepare declare lock union intersect except having window");

    /** Without parentheses: another value each time. */
    static final Set<String> CLOCKS =
            set("current_date current_time current_timestamp localtime localtimestamp ctid xmin xmax cmin cmax");

    /** Without parentheses: what the session is. */
    static final Set<String> SESSION =
            set("current_user session_user user current_role current_catalog current_schema" + " system_user");

    /** Columns of sequences, which change without a statement that writes to them. */
    static final Set<String> SEQUENCE = set("last_value is_called log_cnt");

    /** Functions whose answer follows from their arguments, and aggregates and window functions. */
    static final Set<String> HARMLESS = set(
            "count sum avg min max every bool_and bool_or bit_and bit_or bit_xor array_agg"
                    + " string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg stddev stddev_pop stddev_samp variance"
                    + " var_pop var_samp corr covar_pop covar_samp regr_slope regr_intercept regr_count regr_r2 percentile_cont"
                    + " percentile_disc mode range_agg any_value"
                    + " row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value nth_value grouping"
                    + " coalesce nullif greatest least abs ceil ceiling floor round trunc sign sqrt cbrt power exp ln log log10 mod"
                    + " div gcd lcm degrees radians pi sin cos tan asin acos atan atan2 cot width_bucket scale trim_scale"
                    + " lower upper initcap length char_length character_length octet_length bit_length substring substr left right"
                    + " lpad rpad ltrim rtrim btrim trim replace translate position strpos split_part reverse repeat concat"
                    + " concat_ws overlay ascii chr md5 sha224 sha256 sha384 sha512 encode decode quote_literal quote_ident"
                    + " quote_nullable starts_with string_to_array array_to_string regexp_replace regexp_match regexp_matches"
                    + " regexp_split_to_array regexp_split_to_table regexp_count regexp_like regexp_substr regexp_instr normalize"
                    + " format to_hex"
                    + " array_length array_upper array_lower array_position array_positions array_append array_prepend array_cat"
                    + " array_remove array_replace array_ndims array_dims cardinality unnest generate_series generate_subscripts"
                    + " extract date_part date_trunc date_bin make_date make_time make_timestamp make_interval isfinite"
                    + " to_char to_date to_timestamp to_number timezone make_timestamptz justify_days justify_hours justify_interval"
                    + " to_json to_jsonb row_to_json array_to_json json_build_object jsonb_build_object json_build_array"
                    + " jsonb_build_array json_object jsonb_object json_array_length jsonb_array_length json_each jsonb_each"
                    + " json_each_text jsonb_each_text json_extract_path jsonb_extract_path json_extract_path_text"
                    + " jsonb_extract_path_text json_object_keys jsonb_object_keys json_array_elements jsonb_array_elements"
                    + " json_array_elements_text jsonb_array_elements_text json_typeof jsonb_typeof json_strip_nulls"
                    + " jsonb_strip_nulls jsonb_set jsonb_insert jsonb_pretty jsonb_path_exists jsonb_path_query"
                    + " jsonb_path_query_array jsonb_path_query_first jsonb_path_match"
                    + " to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ts_headline"
                    + " numnode querytree strip setweight lower_inc upper_inc lower_inf upper_inf isempty int4range int8range"
                    + " numrange daterange tsrange int4 int8 int2 float4 float8 bool text varchar numeric date timestamp");

    /** Harmless, but another answer each time, or one that depends on the clock's zone. */
    static final Set<String> CLOCK_FUNCTIONS = set(
            "now random setseed clock_timestamp statement_timestamp"
                    + " transaction_timestamp timeofday gen_random_uuid uuid_generate_v1 uuid_generate_v4 uuidv4 uuidv7 nextval"
                    + " currval lastval setval pg_sleep age random_normal gen_random_bytes current_timestamp current_time localtime localtimestamp");

    /** Of those, the ones that move a sequence on, which is a relation that can be read. */
    static final Set<String> SEQUENCE_WRITES = set("nextval setval");

    /** Harmless, but of the session or the server. */
    static final Set<String> SESSION_FUNCTIONS = set("current_setting current_database current_schema current_schemas"
            + " current_query version pg_backend_pid inet_client_addr inet_client_port inet_server_addr inet_server_port"
            + " pg_is_in_recovery pg_postmaster_start_time pg_current_xact_id txid_current pg_size_pretty"
            + " obj_description col_description format_type pg_encoding_to_char to_regclass"
            + " _pg_expandarray pg_has_role pg_table_size pg_relation_size pg_total_relation_size"
            // What drivers and tools ask the catalogue with; one by one, as an application's may be called alike.
            + " has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege"
            + " has_function_privilege has_language_privilege has_parameter_privilege has_schema_privilege"
            + " has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege"
            + " pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_function_arguments"
            + " pg_get_function_identity_arguments pg_get_function_result pg_get_indexdef pg_get_keywords pg_get_partkeydef"
            + " pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef pg_get_triggerdef pg_get_userbyid pg_get_viewdef"
            + " pg_collation_is_visible pg_conversion_is_visible pg_function_is_visible pg_opclass_is_visible"
            + " pg_operator_is_visible pg_opfamily_is_visible pg_statistics_obj_is_visible pg_table_is_visible"
            + " pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible"
            + " pg_type_is_visible");

    static final Set<String> LOCK_FUNCTIONS = set("pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock"
            + " pg_advisory_unlock_all pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared"
            + " pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock"
            + " pg_try_advisory_xact_lock_shared");

    static final Set<String> TYPES = set(
            "int int2 int4 int8 smallint integer bigint numeric decimal real float float4 float8"
                    + " double text varchar char bpchar character name bool boolean date time timetz timestamp timestamptz interval"
                    + " uuid json jsonb bytea bit varbit inet cidr macaddr money xml point line box path polygon circle tsvector"
                    + " tsquery int4range int8range numrange daterange tsrange tstzrange oid refcursor oidvector int2vector xid cid tid");

    static final Set<String> OPERATORS =
            set("+ - * / % ^ = <> != < > <= >= || ~ ~* !~ !~* ~~ ~~* !~~ !~~* -> ->> #> #>> #-"
                    + " @> <@ && ? ?| ?& | & # << >> @@ @? -|- :: &< &> ~= => @ |/ ||/");

    /** Settings that change neither what is answered nor to whom. */
    static final Set<String> QUIET_SETTINGS = set("application_name statement_timeout lock_timeout"
            + " idle_in_transaction_session_timeout idle_session_timeout transaction_timeout client_min_messages work_mem"
            + " maintenance_work_mem temp_buffers hash_mem_multiplier effective_cache_size random_page_cost seq_page_cost"
            + " synchronous_commit jit enable_seqscan enable_indexscan enable_bitmapscan enable_hashjoin enable_mergejoin"
            + " enable_nestloop enable_sort plan_cache_mode tcp_keepalives_idle tcp_keepalives_interval"
            + " tcp_keepalives_count tcp_user_timeout log_statement log_min_duration_statement");

    private static Set<String> set(String words) {
        return Set.copyOf(Arrays.asList(words.split(" ")));
    }
}
