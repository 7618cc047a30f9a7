import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles and runs many snippets in one JVM, each with a class loader of its own.
 *
 * <p>Arguments: the time limit in milliseconds and the class path. See helper.rs for the rest.
 */
public class Runner {
  static final PrintStream ANSWERS = System.out;
  static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  static final ThreadLocal<StandardJavaFileManager> FILES =
      ThreadLocal.withInitial(() -> COMPILER.getStandardFileManager(null, null, null));

  static long limit;
  static String classPath;

  public static void main(String[] arguments) throws Exception {
    limit = Long.parseLong(arguments[0]);
    classPath = arguments[1];
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    Scanner jobs = new Scanner(System.in, "UTF-8");
    while (jobs.hasNextLine()) {
      String[] job = jobs.nextLine().split("\t");
      workers.submit(() -> work(job[0], Path.of(job[1]), job[2]));
    }
    workers.shutdown();
    workers.awaitTermination(1, TimeUnit.DAYS);
    System.exit(0);
  }

  static void work(String number, Path directory, String name) {
    try {
      String complaint = compile(directory, name);
      if (complaint != null) {
        answer(number, "not compiled", complaint);
        return;
      }
      String source = Files.readString(directory.resolve(name + ".java"));
      // Some properties are read once a JVM, so whoever sets one gets a JVM of its own.
      if (source.contains("System.setProperty")) {
        runAlone(number, directory, name);
      } else {
        runHere(number, directory, name);
      }
    } catch (Throwable failure) {
      answer(number, "failed", trace(failure));
    }
  }

  static String compile(Path directory, String name) {
    StringWriter complaints = new StringWriter();
    StandardJavaFileManager files = FILES.get();
    boolean done =
        COMPILER
            .getTask(
                complaints,
                files,
                null,
                List.of("-proc:none", "-cp", classPath, "-d", directory.toString()),
                null,
                files.getJavaFileObjects(directory.resolve(name + ".java")))
            .call();
    return done ? null : complaints.toString();
  }

  static void runHere(String number, Path directory, String name) throws Exception {
    List<URL> urls = new ArrayList<>(List.of(directory.toUri().toURL()));
    Throwable[] failure = {null};
    Thread thread =
        new Thread(
            () -> {
              // The libraries are shared: they stand on the class path of this JVM.
              try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new))) {
                Class<?> snippet = loader.loadClass(name);
                var main = snippet.getDeclaredMethod("main", String[].class);
                main.setAccessible(true);
                main.invoke(null, (Object) new String[0]);
              } catch (InvocationTargetException thrown) {
                failure[0] = thrown.getCause();
              } catch (Throwable thrown) {
                failure[0] = thrown;
              }
            });
    thread.setDaemon(true);
    thread.start();
    thread.join(limit);
    claimCanary(directory);
    if (thread.isAlive()) {
      answer(number, "timed out", "");
    } else if (failure[0] != null) {
      answer(number, "failed", trace(failure[0]));
    } else {
      answer(number, "ended", "");
    }
  }

  static void runAlone(String number, Path directory, String name) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    File output = Files.createTempFile("snippet", ".txt").toFile();
    Process process =
        new ProcessBuilder(java, "-cp", "." + File.pathSeparator + classPath, name)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(limit, TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly();
      answer(number, "timed out", "");
    } else if (process.exitValue() != 0) {
      answer(number, "failed", Files.readString(output.toPath()));
    } else {
      answer(number, "ended", "");
    }
    output.delete();
  }

  /** All snippets here share one working directory; a canary in it is blamed on who just ran. */
  static synchronized void claimCanary(Path directory) throws IOException {
    Path canary = Path.of("canary");
    if (Files.exists(canary)) {
      Files.move(canary, directory.resolve("canary"));
    }
  }

  static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static synchronized void answer(String number, String outcome, String detail) {
    String text = detail.length() > 4000 ? detail.substring(0, 4000) : detail;
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "").replace("\t", "\\t");
    ANSWERS.print(number + "\t" + outcome + "\t" + text + "\n");
    ANSWERS.flush();
  }
}
