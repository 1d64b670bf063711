# Kaplan-Meier and Aalen-Johansen as R's package survival computes them.
#
#     Rscript survival.R > survival.json
#
# The estimates are survfit()'s: Greenwood's variance for one cause, the infinitesimal jackknife for competing ones,
# limits at 95 % on the log-log scale. `cause` 0 is censored.
suppressMessages(library(survival))

number <- function(x) ifelse(is.na(x), "null", format(x, digits = 17, trim = TRUE, scientific = FALSE))
array <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")

case <- function(name, time, cause, at) {
  one <- survfit(Surv(time, cause > 0) ~ 1, conf.type = "log-log")
  remaining <- summary(one, times = at)
  middle <- quantile(one, 0.5)
  many <- survfit(Surv(time, factor(cause, levels = 0:2)) ~ 1, conf.type = "log-log")
  incidence <- summary(many, times = at)
  field <- function(label, value) paste0("      \"", label, "\": ", value)
  estimate <- function(label, value, error, lower, upper)
    field(label, paste0("{ \"value\": ", array(value), ", \"error\": ", array(error),
                        ", \"lower\": ", array(lower), ", \"upper\": ", array(upper), " }"))
  paste0("    {\n", paste(c(
    field("name", paste0("\"", name, "\"")),
    field("time", array(time)),
    field("cause", array(cause)),
    field("at", array(at)),
    field("median", array(c(middle$quantile, middle$lower, middle$upper))),
    estimate("remaining", remaining$surv, remaining$std.err, remaining$lower, remaining$upper),
    estimate("first", incidence$pstate[, 2], incidence$std.err[, 2], incidence$lower[, 2], incidence$upper[, 2]),
    estimate("second", incidence$pstate[, 3], incidence$std.err[, 3], incidence$lower[, 3], incidence$upper[, 3])
  ), collapse = ",\n"), "\n    }")
}

made <- function(n, seed) {
  set.seed(seed, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  first <- rexp(n, 1 / 60)
  second <- rweibull(n, 1.4, 90)
  end <- runif(n, 5, 120)
  time <- ceiling(pmin(first, second, end))
  list(time = time, cause = ifelse(end < pmin(first, second), 0, ifelse(first < second, 1, 2)))
}

few <- list(time = c(2, 3, 3, 5, 8, 8, 11, 14, 20), cause = c(1, 2, 0, 1, 1, 0, 2, 0, 1))
some <- made(60, 1)
many <- made(500, 2)
all <- list(time = c(1, 2, 2, 4, 7, 9, 12), cause = c(1, 1, 2, 2, 1, 1, 2))
rare <- list(time = c(4, 6, 6, 7, 9, 10, 12, 15, 18, 25), cause = c(0, 1, 0, 0, 0, 2, 0, 0, 0, 0))

cat("{\n  \"by\": \"", R.version.string, ", survival ", as.character(packageVersion("survival")), "\",\n  \"cases\": [\n",
    paste(c(
      case("few, with ties", few$time, few$cause, c(2, 3, 7, 8, 15)),
      case("sixty", some$time, some$cause, c(5, 10, 20, 40, 60)),
      case("five hundred", many$time, many$cause, c(1, 10, 30, 60, 90)),
      case("nobody censored", all$time, all$cause, c(1, 2, 5, 9)),
      case("hardly anybody ends", rare$time, rare$cause, c(6, 9, 12, 20))
    ), collapse = ",\n"), "\n  ]\n}\n", sep = "")
